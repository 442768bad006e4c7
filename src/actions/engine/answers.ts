import type { Finding, FindingCatalogue, LayerRef, OverviewFacts } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { askOnce, type QuestionKey } from "./ask-once.ts";
import { session, type Session } from "./session.ts";

/** What the engine knows of each kind of finding; asked once, for it never changes. */
export const findingCatalogue = (): Promise<FindingCatalogue> =>
  askOnce(["catalogue"], () => connect().findings.catalogue());

/** Asks about the open image, once for all views until the image changes; null where none is open. */
export function askOfImage<T>(
  name: string,
  layer: LayerRef | null,
  ask: (open: Session) => Promise<T>,
): Promise<T> | null {
  const open = session();
  if (open === null) return null;
  const about = layer === null ? [] : [layer.name, layer.upTo];
  const key: QuestionKey = [name, open.id, useStore.getState().revision, ...about];
  return askOnce(key, () => ask(open));
}

const ofPresentLayer = <T>(name: string, ask: (open: Session) => Promise<T>): Promise<T> | null =>
  askOfImage(name, session()?.layer ?? null, ask);

/** The facts of the open image through the present layer; null where no image is open. */
export const presentOverview = (): Promise<OverviewFacts> | null =>
  ofPresentLayer("overview", ({ engine, id, layer }) => engine.views.overview(id, layer));

/** The findings of the open image through the present layer; null where no image is open. */
export const presentFindings = (): Promise<readonly Finding[]> | null =>
  ofPresentLayer("findings", ({ engine, id, layer }) => engine.views.findings(id, layer));

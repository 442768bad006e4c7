import type {
  ExportKind,
  ExportPlan,
  ImageSummary,
  LayerName,
  LayerRef,
  ReportOptions,
} from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import type { SaveAs } from "../../state/exports.ts";
import { useStore } from "../../state/store.ts";
import { digestsOf } from "./hashes.ts";
import { runJob } from "../engine/run-job.ts";
import { cancelledSave, chooseDestination, deliver } from "./save.ts";
import { holdsEdits, session } from "../engine/session.ts";
import { WORDS } from "./words.ts";

/** The title of each export; buttons and actions have this name. */
export const EXPORT_TITLES: Readonly<Record<ExportKind, string>> = WORDS.titles;

/** Exports of chains, which are offered for a disk with a parent. */
export const CHAIN_EXPORTS: readonly ExportKind[] = ["flatten-dynamic", "flatten-fixed", "merge"];

/** All exports in the order of the screen. */
export const EXPORT_KINDS = Object.keys(EXPORT_TITLES) as readonly ExportKind[];

/**
 * The exports that make sense for a layer: a copy is either of the replay or of the edits. A working disk can be copied, but not
 * patched, since it is in the browser's own storage.
 */
export function exportKinds(layer: LayerName, inPlace: boolean): readonly ExportKind[] {
  const others: readonly ExportKind[] = [
    inPlace ? "patch" : "copy",
    layer === "edited" ? "replayed-copy" : "edited-copy",
    ...CHAIN_EXPORTS,
  ];
  return EXPORT_KINDS.filter((kind) => !others.includes(kind));
}

/** Whether an export is possible for the layer at all; its plan says more. */
export function isOffered(
  kind: ExportKind,
  layer: LayerName,
  { inPlace, activeEntries }: Pick<ImageSummary, "inPlace" | "activeEntries">,
): boolean {
  if (!exportKinds(layer, inPlace).includes(kind)) return false;
  if (kind === "copy") return layer !== "replayed" || activeEntries === 0;
  if (kind !== "replayed-copy" && kind !== "patch") return true;
  return layer === "edited" || (layer === "replayed" && activeEntries > 0);
}

function reportOptions(layer: LayerRef): ReportOptions {
  return {
    digests: digestsOf(layer),
    bookmarks: useStore
      .getState()
      .bookmarks.map(({ space, offset, length, note }) => ({ space, offset: String(offset), length, note })),
  };
}

/**
 * Exports the present layer; asks the user first where the plan says so.
 *
 * @param saveAs where the result goes; left out: as `Save as` is set.
 * @throws VhdxError as the engine and the browser's picker do.
 */
export async function startExport(kind: ExportKind, saveAs = useStore.getState().saveAs): Promise<void> {
  const open = session();
  if (open === null) return;
  const plan = await open.engine.exports.plan(open.id, open.layer, kind);
  const { notify, setConfirming } = useStore.getState();
  if (!plan.available) notify("error", plan.note ?? WORDS.notAvailable(EXPORT_TITLES[kind]));
  else if (plan.confirm !== null) setConfirming({ plan, layer: open.layer, saveAs });
  else await finishExport(plan, open.layer, saveAs);
}

/** Asks the user whether an export goes on with zeros for what can't be read. */
export function askUnread(title: string, sentence: string): Promise<boolean> {
  return new Promise((resolve) => {
    const question = {
      title,
      sentence,
      answer: (goOn: boolean) => {
        useStore.getState().answeredUnread(question);
        resolve(goOn);
      },
    };
    useStore.getState().askUnread(question);
  });
}

/**
 * Runs a planned export: asks for the destination, runs the job, and starts the download.
 *
 * @throws VhdxError as the engine and the browser's picker do.
 */
export async function finishExport(plan: ExportPlan, layer: LayerRef, saveAs: SaveAs): Promise<void> {
  const { summary, setConfirming, setFinished } = useStore.getState();
  setConfirming(null);
  if (summary === null) return;
  const to = await chooseDestination(plan.fileName, saveAs);
  if (to === null) return;
  setFinished(null);
  const title = EXPORT_TITLES[plan.kind];
  const result = await runJob(
    title,
    (job) => connect().exports.run(summary.id, layer, plan.kind, to, reportOptions(layer), job),
    {
      locksEdits: holdsEdits({ layer, summary }),
      makesFile: true,
      cancelled: cancelledSave(to),
      unread: (sentence) => askUnread(title, sentence),
    },
  );
  if (result === null) return;
  deliver(result, plan.fileName);
  const fileName = to.kind === "handle" ? to.handle.name : plan.fileName;
  const changes = [...plan.changes, ...result.zeroed];
  setFinished({
    kind: plan.kind,
    source: summary.name,
    fileName,
    size: result.size,
    downloaded: to.kind === "download",
    sha256: result.sha256,
    changes,
  });
  const { screen, repairOpen, notify } = useStore.getState();
  // Both name the file themselves.
  if (screen !== "export" && !repairOpen)
    notify("info", WORDS.savedAs(title, fileName, result.size, to.kind === "download"));
}

import type { LayerVerdict, OverviewFacts } from "../../../workers/api/index.ts";
import { presentOverview } from "../../actions/engine/answers.ts";
import { useStore } from "../../state/store.ts";
import { type Query, useQuery } from "./use-query.ts";

/** The facts of the open image through the layer that is shown; null until they are known. */
export function useLayerFacts(): Query<OverviewFacts> {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const ask = id === null ? null : async () => ({ id, facts: await presentOverview() });
  const { data, ...query } = useQuery(ask, [id, revision, layer, upTo]);
  // The last answer is kept while the next one is on its way; that of another file says nothing of this one.
  return { ...query, data: data?.id === id ? data.facts : null };
}

/** The state of the open image through the layer that is shown. At first that of the file as stored; null where none is open. */
export function useVerdict(): LayerVerdict | null {
  const summary = useStore((state) => state.summary);
  const { data } = useLayerFacts();
  return data ?? summary;
}

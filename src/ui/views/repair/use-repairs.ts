import { useState } from "react";
import type { Fault, Repairs } from "../../../../workers/api/index.ts";
import { presentRepairs } from "../../../actions/edit/repairs.ts";
import { shownRepairs } from "../../../state/repair.ts";
import { useStore } from "../../../state/store.ts";
import { type Query, useQuery } from "../../hooks/use-query.ts";

function useRepairsQuery(): Query<Repairs | null> {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  return useQuery(id === null ? null : async () => presentRepairs(), [id, revision]);
}

/** What can be repaired now; null until known. */
export function useRepairs(): Repairs | null {
  return useRepairsQuery().data;
}

/**
 * Whether the dialog `Repair` has something to offer: a fault with a fix, or the result of fixes that it has made. After a change,
 * the former answer stands until the new one has come: a button that goes and comes again loses the press that is under way.
 */
export function useIsRepairable(): boolean {
  const id = useStore((state) => state.summary?.id ?? null);
  const { data, loading } = useRepairsQuery();
  const made = useStore((state) => shownRepairs(state) !== null);
  const now = made || (data?.faults.some(isFixable) ?? false);
  const [former, setFormer] = useState({ id, repairable: false });
  if (!loading && (former.id !== id || former.repairable !== now)) setFormer({ id, repairable: now });
  return loading ? made || (former.id === id && former.repairable) : now;
}

const isFixable = ({ findings, fixes }: Fault): boolean => findings.length > 0 && fixes.length > 0;

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

/** What the dialog `Repair` has to offer: fixes, or the ways to save what its fixes made. */
export type RepairOffer = "nothing" | "fixes" | "saving";

/**
 * What the dialog `Repair` has to offer now. After a change, the former answer stands until the new one has come: a button that
 * goes and comes again loses the press that is under way.
 */
export function useRepairOffer(): RepairOffer {
  const id = useStore((state) => state.summary?.id ?? null);
  const { data, loading } = useRepairsQuery();
  const made = useStore((state) => shownRepairs(state) !== null);
  const fixable = data?.faults.some(isFixable) ?? false;
  const otherwise = made ? "saving" : "nothing";
  const now = fixable ? "fixes" : otherwise;
  const [former, setFormer] = useState<{ id: typeof id; offer: RepairOffer }>({ id, offer: now });
  if (!loading && (former.id !== id || former.offer !== now)) setFormer({ id, offer: now });
  if (!loading) return now;
  const stands = former.id === id ? former.offer : "nothing";
  return stands === "nothing" ? otherwise : stands;
}

const isFixable = ({ findings, fixes }: Fault): boolean => findings.length > 0 && fixes.length > 0;

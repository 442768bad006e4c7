import type { Repairs } from "../../../../workers/api/index.ts";
import { presentRepairs } from "../../../actions/edit/repairs.ts";
import { shownRepairs } from "../../../state/repair.ts";
import { useStore } from "../../../state/store.ts";
import { useQuery } from "../../hooks/use-query.ts";

/** What can be repaired now; null until known. */
export function useRepairs(): Repairs | null {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  const { data } = useQuery(id === null ? null : async () => presentRepairs(), [id, revision]);
  return data;
}

/** Whether the dialog `Repair` has something to offer: a fault with a fix, or the result of fixes that it has made. */
export function useIsRepairable(): boolean {
  const repairs = useRepairs();
  const made = useStore((state) => shownRepairs(state) !== null);
  return (
    made || (repairs?.faults.some(({ findings, fixes }) => findings.length > 0 && fixes.length > 0) ?? false)
  );
}

import type { Repairs } from "../../../../workers/api/index.ts";
import { presentRepairs } from "../../../actions/edit/repairs.ts";
import { useStore } from "../../../state/store.ts";
import { useQuery } from "../../hooks/use-query.ts";

/** What can be repaired now; null until known. */
export function useRepairs(): Repairs | null {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  const { data } = useQuery(id === null ? null : async () => presentRepairs(), [id, revision]);
  return data;
}

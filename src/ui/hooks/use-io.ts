import type { ImageSummary } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { useQuery } from "./use-query.ts";

/**
 * How much of the file has been read since it was opened. Asked again when the screen changes, the selection is moved or
 * a job ends: those are what cause reads.
 */
export function useIo(): ImageSummary["io"] | null {
  const summary = useStore((state) => state.summary);
  const screen = useStore((state) => state.screen);
  const jobs = useStore((state) => state.jobs.length);
  const reveal = useStore((state) => state.reveal);
  const id = summary?.id ?? null;
  const { data } = useQuery(id === null ? null : () => connect().images.summary(id), [
    id,
    screen,
    jobs,
    reveal,
  ]);
  return data?.id === id ? (data?.io ?? null) : (summary?.io ?? null);
}

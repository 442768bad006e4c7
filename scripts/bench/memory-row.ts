import { bytesText } from "./markdown.ts";
import type { Row } from "./result.ts";

const MIB = 2 ** 20;
const MOST = 150 * MIB;

/** The most memory of the engine's workers in any case; null if no case measured it. */
export function memoryRow(rows: readonly Row[]): Row | null {
  const looked = rows.flatMap(({ title, footprint }) =>
    footprint === null ? [] : [{ title, ...footprint }],
  );
  const most = looked.toSorted((a, b) => b.peakMemory - a.peakMemory)[0];
  if (most === undefined) return null;
  const processes = looked.flatMap(({ processMemory }) => (processMemory === null ? [] : [processMemory]));
  return {
    id: "memory",
    title: "Memory of the workers over all of the above",
    peer: null,
    ours: [],
    peers: [],
    footprint: {
      reads: null,
      bytesRead: null,
      peakMemory: most.peakMemory,
      processMemory: processes.length === 0 ? null : Math.max(...processes),
    },
    target: `<= ${bytesText(MOST)} above an empty worker`,
    reached: most.peakMemory <= MOST,
    notes: [`the most, ${bytesText(most.peakMemory)}, is of "${most.title}"`],
  };
}

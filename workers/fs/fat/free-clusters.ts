import type { Steps } from "../../bytes/steps.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";
import type { FreeSpace } from "../file-system.ts";
import { type ClusterTable, FIRST_CLUSTER, FREE, offsetOf, UNREADABLE } from "./cluster-table.ts";
import { RunList } from "../common/run-list.ts";
import { countText } from "../../shared/text.ts";

/** Clusters of a step. */
const STEP = 65_536;
/** Clusters up to which crossing chains are looked for: 16 MiB of bits. */
const MOST_MARKED = 128 * 1024 * 1024;
const MOST_NAMED = 8;

/**
 * Free clusters by the table, and the clusters that two chains lead into.
 *
 * @returns null where nothing of the table can be read.
 */
export function* freeClusters(
  table: ClusterTable,
  reader: PagedBytes,
  problems: ProblemList,
): Steps<FreeSpace | null> {
  const { layout } = table;
  const end = layout.clusters + FIRST_CLUSTER;
  const runs = new RunList();
  // No larger than the table that is on the volume.
  const marks = end <= MOST_MARKED && end <= reader.size ? new Uint8Array(Math.ceil(end / 8)) : null;
  const crossed: number[] = [];
  let crossings = 0;
  let unread = 0;
  for (let cluster = FIRST_CLUSTER; cluster < end; cluster++) {
    const value = table.meaning(table.raw(cluster, 0));
    const read = value === UNREADABLE ? table.meaning(table.raw(cluster, 1)) : value;
    if (read === UNREADABLE) unread += 1;
    else if (read === FREE) runs.add(offsetOf(layout, cluster), layout.clusterSize);
    else if (marks !== null && read >= FIRST_CLUSTER) {
      const bit = 1 << (read & 7);
      if (((marks[read >>> 3] ?? 0) & bit) !== 0) {
        crossings += 1;
        if (crossed.length < MOST_NAMED) crossed.push(read);
      }
      marks[read >>> 3] = (marks[read >>> 3] ?? 0) | bit;
    }
    if (cluster % STEP === 0) yield { done: cluster, total: end };
  }
  if (crossings > 0)
    problems.add(
      "fat-chains-cross",
      "error",
      `Chains of files lead into each other at ${countText(crossings, "cluster")}: ${crossed.join(", ")}${crossings > crossed.length ? ", …" : ""}.`,
    );
  return unread === layout.clusters ? null : runs.freeSpace(problems, unread === 0);
}

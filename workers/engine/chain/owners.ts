import type { ImageId, OwnerMap, OwnerRun, OwnerRuns } from "../../api/index.ts";
import type { Extent } from "../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { Geometry } from "../../shared/geometry.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { ancestors } from "../image/lineage.ts";

const MOST_RUNS = 65_536;
const MOST_CELLS = 65_536;
/** Behind the links: zeros, missing, unreadable. */
const OTHERS = 3;

const KINDS = { file: "data", zero: "zero", parent: "missing", unreadable: "unreadable" } as const;

const runOf = ({ offset, length, link = 0, source }: Extent): OwnerRun => ({
  offset,
  length,
  link,
  kind: KINDS[source.kind],
});

/** Which link decides on each run of a range, neighbours of one kind put together. */
export function ownerRuns(disk: VirtualDisk, offset: number, length: number): OwnerRuns {
  const runs: OwnerRun[] = [];
  const end = Math.min(offset + length, disk.size);
  for (const extent of disk.extents(offset, Math.max(0, end - offset))) {
    const run = runOf(extent);
    const last = runs.at(-1);
    if (last !== undefined && last.link === run.link && last.kind === run.kind) {
      runs[runs.length - 1] = { ...last, length: last.length + run.length };
    } else if (runs.length === MOST_RUNS) return { runs, end: run.offset };
    else runs.push(run);
  }
  return { runs, end };
}

/** Where a run's bytes are counted. */
function columnOf({ link, kind }: OwnerRun, links: number): number {
  switch (kind) {
    case "data":
      return link;
    case "zero":
      return links;
    case "missing":
      return links + 1;
    case "unreadable":
      return links + 2;
  }
}

/**
 * Bytes by owner for cells of `blocksPerCell` blocks of the disk's own size.
 *
 * @throws VhdxError `cancelled`.
 */
export async function ownerMap(
  self: { readonly id: ImageId; readonly name: string; readonly image: OpenedImage },
  disk: VirtualDisk,
  geometry: Geometry,
  place: { readonly firstBlock: number; readonly blocksPerCell: number; readonly cells: number },
  job: JobContext,
): Promise<OwnerMap> {
  const perCell = Math.max(1, Math.floor(place.blocksPerCell));
  const firstBlock = Math.max(0, Math.min(place.firstBlock, geometry.payloadBlocks));
  const left = Math.ceil((geometry.payloadBlocks - firstBlock) / perCell);
  const cells = Math.max(0, Math.min(place.cells, MOST_CELLS, left));
  const links = [self, ...ancestors(self.image)].map(({ id, name }, link) => ({ link, id, name }));
  const columns = links.length + OTHERS;
  const bytes = new Float64Array(cells * columns);
  const cellSize = perCell * geometry.blockSize;
  for (let cell = 0; cell < cells; cell++) {
    const offset = firstBlock * geometry.blockSize + cell * cellSize;
    for (const extent of disk.extents(offset, Math.min(cellSize, disk.size - offset))) {
      const at = cell * columns + columnOf(runOf(extent), links.length);
      bytes[at] = (bytes[at] ?? 0) + extent.length;
      await job.checkpoint();
    }
    job.progress(cell + 1, cells);
  }
  return { firstBlock, blocksPerCell: perCell, links, bytes };
}

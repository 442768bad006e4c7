import { MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { highOf, lowOf } from "../../../vhdx/bat/bat-bits.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../../shared/geometry.ts";
import { readHeaders } from "../../../vhdx/headers/headers.ts";
import { readStructures } from "../../../vhdx/image.ts";
import type { DiskFacts } from "../../../vhdx/metadata/disk-facts.ts";
import { FULLY_PRESENT, NOT_PRESENT } from "../../../shared/bat-states.ts";
import type { CreateOptions } from "../../../vhdx/write/create-options.ts";
import { createImage } from "../../../vhdx/write/create.ts";
import { inheritedOf } from "../../chain/inherited.ts";
import { type JobContext, runStepsInJob } from "../../jobs/jobs.ts";
import type { Layer } from "../../image/layer.ts";
import { pipelined } from "../../jobs/pipelined.ts";
import { isZero } from "../../../bytes/zero.ts";
import { windows, type Window } from "../../hashes/windows.ts";
import { diskPieces } from "../pieces/disk-pieces.ts";
import type { LayerFile } from "../pieces/layer-file.ts";
import { startOf } from "./new-image.ts";
import type { Piece } from "../pieces/pieces.ts";
import type { Salvage } from "../deliver/salvage.ts";

/** A new image with the same virtual disk, without a parent. */
function flatOptions(facts: DiskFacts, type: "fixed" | "dynamic"): CreateOptions {
  return {
    type,
    size: facts.virtualSize ?? 0,
    blockSize: facts.blockSize ?? 0,
    logicalSectorSize: facts.logicalSectorSize ?? 0,
    physicalSectorSize: facts.physicalSectorSize ?? facts.logicalSectorSize ?? 0,
    logSize: MIB,
    blockState: NOT_PRESENT,
    creator: "Platter",
  };
}

/** A window of the disk, and for each of its MiB whether it holds anything but zeros. */
interface Looked {
  readonly window: Window;
  readonly hasData: (at: number) => boolean;
}

/**
 * Numbers of the blocks that hold anything but zeros, in order. Zeros without storage are passed over, all else is read; what can't
 * be read counts as data where the user agrees.
 *
 * @throws VhdxError `cancelled`, `unreadable-block`, `needs-parent`.
 */
async function blocksWithData(
  disk: VirtualDisk,
  blockSize: number,
  job: JobContext,
  salvage: Salvage | undefined,
): Promise<number[]> {
  const blocks: number[] = [];
  const read = (window: Window) => async (): Promise<Looked> => {
    if (window.kind === "zero") return { window, hasData: () => false };
    try {
      const bytes = await disk.readBulk(window.offset, window.length);
      return { window, hasData: (at) => !isZero(bytes.subarray(at, at + MIB)) };
    } catch (thrown) {
      if (salvage === undefined) throw thrown;
      await salvage.agree(thrown);
      return { window, hasData: () => true };
    }
  };
  function* tasks() {
    for (const window of windows(disk.extents(0, disk.size), disk.size)) yield read(window);
  }
  for await (const { window, hasData } of pipelined(tasks(), job)) {
    for (let at = 0; window.kind === "data" && at < window.length; at += MIB) {
      const block = Math.floor((window.offset + at) / blockSize);
      if (blocks.at(-1) !== block && hasData(at)) blocks.push(block);
    }
    job.progress(window.offset + window.length, disk.size, "Looking for data");
    await job.checkpoint();
  }
  return blocks;
}

/** Makes the entries of blocks point to where they go, one behind the other. */
function placeBlocks(store: MemoryStore, geometry: Geometry, blocks: readonly number[], start: number): void {
  const { bat } = readStructures(store, readHeaders(store).log).regions;
  const entry = new Uint8Array(BAT_ENTRY_SIZE);
  const view = new DataView(entry.buffer);
  for (const [nth, block] of blocks.entries()) {
    const offsetMib = (start + nth * geometry.blockSize) / MIB;
    view.setUint32(0, lowOf(FULLY_PRESENT, offsetMib), true);
    view.setUint32(4, highOf(offsetMib), true);
    store.write((bat?.offset ?? 0) + geometry.payloadIndex(block) * BAT_ENTRY_SIZE, entry);
  }
}

/**
 * A whole chain as one new image without a parent, whose guest sees the same disk under the same page 83 id. Its DataWriteGuid is
 * new: it is another file, and children of the chain's last disk stay that one's. A dynamic image has blocks for data alone.
 *
 * @param files the files of the chain's links, the disk's own first
 * @throws VhdxError `cancelled`; `unreadable-block`, `needs-parent` where part of the disk can't be read.
 */
export async function flattenedPieces(
  disk: VirtualDisk,
  layer: Layer,
  files: readonly LayerFile[],
  type: "fixed" | "dynamic",
  job: JobContext,
  salvage?: Salvage,
): Promise<Iterable<Piece>> {
  const options = flatOptions(layer.structures.facts, type);
  const { size, blockSize, logicalSectorSize } = options;
  const geometry = new Geometry({ virtualSize: size, blockSize, logicalSectorSize, differencing: false });
  const store = new MemoryStore();
  await runStepsInJob(
    createImage(store, options, undefined, inheritedOf(layer)),
    job,
    "Writing the structures",
  );
  const whole = geometry.payloadBlocks * blockSize;
  if (type === "fixed") {
    return (function* () {
      yield* startOf(store, store.size - whole);
      yield* diskPieces(disk, files);
      yield { kind: "zeros", length: whole - disk.size };
    })();
  }
  const blocks = await blocksWithData(disk, blockSize, job, salvage);
  const start = store.size;
  placeBlocks(store, geometry, blocks, start);
  job.progress(0, null, "Exporting");
  return (function* () {
    yield* startOf(store, start);
    for (const block of blocks) {
      const length = geometry.bytesInBlock(block);
      yield* diskPieces(disk, files, block * blockSize, length);
      yield { kind: "zeros", length: blockSize - length };
    }
  })();
}

import { KIB, MIB, roundDown } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { ReadFailure, runText } from "../../store/read-failure.ts";
import type { ReadableStore } from "../../store/store.ts";
import { nodeId } from "../../shared/node-id.ts";
import type { FindingList } from "../../vhdx/findings/index.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";
import { CHUNK, chunked, pipelined } from "../jobs/pipelined.ts";
import { release } from "../../store/release.ts";

/** Bytes. A drive fails by sectors, so shorter runs are not tried. */
const SMALLEST = 4 * KIB;
/** Runs that are named each; the others are counted. */
const NAMED = 50;
/** Bytes of the virtual disk whose extents are asked for at a time. */
const STEP = 64 * MIB;

/** A run of the file that holds bytes of the disk. */
interface Stored {
  readonly fileOffset: number;
  readonly diskOffset: number;
  readonly length: number;
}

/** What the file itself stores of a layer's disk, in the order of the disk. Reads the BAT as it goes. */
function* storedRuns({ structures: { disk } }: Layer): Generator<Stored> {
  if (disk === null) return;
  for (let at = 0; at < disk.size; at += STEP)
    for (const { source, offset, length } of disk.extents(at, Math.min(STEP, disk.size - at)))
      if (source.kind === "file")
        for (const run of chunked(source.fileOffset, length, CHUNK))
          yield {
            fileOffset: run.offset,
            diskOffset: offset + run.offset - source.fileOffset,
            length: run.length,
          };
}

/** The runs of a run that can't be read, found by halves. */
async function failing(store: ReadableStore, run: Stored, job: JobContext): Promise<readonly Stored[]> {
  await job.checkpoint();
  try {
    release(await store.readBulk(run.fileOffset, run.length));
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ReadFailure)) throw thrown;
  }
  const first = roundDown(run.fileOffset + run.length / 2, SMALLEST) - run.fileOffset;
  if (first <= 0) return [run];
  const second = { fileOffset: run.fileOffset + first, diskOffset: run.diskOffset + first };
  return [
    ...(await failing(store, { ...run, length: first }, job)),
    ...(await failing(store, { ...second, length: run.length - first }, job)),
  ];
}

/** Runs of which neighbours are joined. */
class Unread {
  readonly runs: Stored[] = [];
  bytes = 0;

  add(run: Stored): void {
    const last = this.runs.at(-1);
    this.bytes += run.length;
    const goesOn =
      last !== undefined &&
      last.fileOffset + last.length === run.fileOffset &&
      last.diskOffset + last.length === run.diskOffset;
    if (goesOn) this.runs[this.runs.length - 1] = { ...last, length: last.length + run.length };
    else this.runs.push(run);
  }
}

/**
 * Reads every stored block of a layer's disk, and names the runs that can't be read. A failure does not end the check. Blocks of
 * parents belong to the parents' checks.
 *
 * @returns bytes looked at.
 * @throws VhdxError `cancelled`; where the file can't be read for another reason than a failing drive.
 */
export async function checkStoredBlocks(
  layer: Layer,
  job: JobContext,
  findings: FindingList,
): Promise<number> {
  const { store, structures } = layer;
  const { geometry } = structures;
  const stored = (layer.bat?.byState["payload-6"] ?? 0) + (layer.bat?.byState["payload-7"] ?? 0);
  const total = stored * (geometry?.blockSize ?? 0);
  const unread = new Unread();
  let done = 0;
  function* reads() {
    for (const run of storedRuns(layer))
      yield async () => {
        try {
          release(await store.readBulk(run.fileOffset, run.length));
          return { run, failed: false };
        } catch (thrown) {
          if (!(thrown instanceof ReadFailure)) throw thrown;
          return { run, failed: true };
        }
      };
  }
  for await (const { run, failed } of pipelined(reads(), job)) {
    if (failed) for (const each of await failing(store, run, job)) unread.add(each);
    done += run.length;
    job.progress(Math.min(done, total), total, "Reading every stored block");
    await job.checkpoint();
  }
  for (const run of unread.runs.slice(0, NAMED)) {
    const block = Math.floor(run.diskOffset / (geometry?.blockSize ?? 1));
    const index = geometry?.payloadIndex(block) ?? 0;
    const inFile = runText({ offset: run.fileOffset, length: run.length });
    const onDisk = `from ${sizeText(run.diskOffset)} to ${sizeText(run.diskOffset + run.length)}`;
    findings.add(
      "file-block-unreadable",
      `The file can't be read ${inFile}; in the virtual disk ${onDisk}.`,
      {
        structure: "BAT",
        offset: run.fileOffset,
        node: nodeId("bat/entry", index),
        batIndex: index,
        part: String(run.diskOffset),
      },
    );
  }
  const others = unread.runs.length - NAMED;
  if (others > 0)
    findings.add(
      "file-block-unreadable",
      `${others} more runs can't be read; ${sizeText(unread.bytes)} in all.`,
      {
        structure: "File",
        part: "more",
      },
    );
  return done;
}

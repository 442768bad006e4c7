/** Opens the disk with the engine after each kill, and compares it with the promises to the guest. */
import type { JobPort, LayerRef } from "../../workers/api/index.ts";
import { createSession } from "../../workers/engine/session/session.ts";
import { BLOCK_SIZE, DISK, DISK_SIZE, fillSector, operationOf, SECTOR, SECTORS, UNNOTED } from "./guest.ts";
import type { JudgeOrder, Judgement } from "./messages.ts";
import { openWhenFree } from "./open-when-free.ts";

const engine = createSession("test");
const CHUNK = 1024 * 1024;
const WORDS = SECTOR / 4;
const MOST_PROBLEMS = 10;

let jobs = 0;
const newJob = (): JobPort => ({ id: `job-${++jobs}`, progress: () => {} });

/** For each sector the operation whose bytes it certainly holds; 0 for zeros. */
const known = new Uint32Array(SECTORS);

async function create(): Promise<void> {
  await engine.working.delete(DISK);
  const options = {
    type: "dynamic",
    size: DISK_SIZE,
    blockSize: BLOCK_SIZE,
    logicalSectorSize: 512,
    physicalSectorSize: 4096,
    logSize: 1024 * 1024,
    blockState: 0,
    creator: "kill test",
  } as const;
  await engine.newDisks.createWorking(DISK, options, newJob());
  known.fill(0);
}

/** Notes the promise for a flush: all flushed bytes are on the disk. */
function take(seed: number, from: number, flushed: number): void {
  for (let number = from; number <= flushed; number++) {
    const { kind, first, count } = operationOf(seed, number);
    known.fill(kind === "write" ? number : 0, first, first + count);
  }
}

/** Sectors that an operation after the flush may have zeroed: its report may be lost with its worker. */
function maybeZeroed(seed: number, flushed: number): Uint8Array {
  const zeroed = new Uint8Array(SECTORS);
  for (let number = flushed + 1; number <= flushed + UNNOTED; number++) {
    const { kind, first, count } = operationOf(seed, number);
    if (kind !== "write") zeroed.fill(1, first, first + count);
  }
  return zeroed;
}

/** The operation that wrote the sector; 0 for zeros, null if the sector is torn or no operation's. */
function writerOf(words: Uint32Array, sector: number): number | null {
  if (words.every((word) => word === 0)) return 0;
  const number = words[0] ?? 0;
  const expected = new Uint32Array(WORDS);
  fillSector(expected, number, sector);
  return words.every((word, at) => word === expected[at]) ? number : null;
}

async function judge(seed: number, from: number, flushed: number): Promise<Judgement> {
  const problems: string[] = [];
  const summary = await openWhenFree(() => engine.images.open({ kind: "working", name: DISK }));
  const { id } = summary;
  const layer: LayerRef = { name: summary.defaultLayer, upTo: null };
  const { outcome } = await engine.images.scan(id, newJob());
  const { findings } = await engine.exports.report(id, layer, { digests: null, bookmarks: [] });
  for (const { code, severity, message } of findings)
    if (severity !== "info" && code !== "log-needs-replay") problems.push(`${code}: ${message}`);
  if (outcome !== "opens" && outcome !== "needs-replay") problems.push(`the disk is ${outcome}`);

  take(seed, from, flushed);
  const zeroed = maybeZeroed(seed, flushed);
  let ahead = 0;
  const look = (words: Uint32Array, sector: number) => {
    const number = writerOf(words, sector);
    const promised = known[sector] ?? 0;
    if (number === promised) return;
    const { kind, first, count } = operationOf(seed, number ?? 0);
    const wrote = kind === "write" && first <= sector && sector < first + count;
    const allowed = number !== null && (number === 0 ? zeroed[sector] === 1 : number > flushed && wrote);
    if (allowed) ahead += 1;
    else problems.push(`sector ${sector} is of ${number ?? "no one operation"}, not of ${promised}`);
    // Bytes that were found must stay, whoever replays the log.
    known[sector] = number ?? 0;
  };
  for (let offset = 0; offset < DISK_SIZE && problems.length < MOST_PROBLEMS; offset += CHUNK) {
    // oxlint-disable-next-line no-await-in-loop
    const { bytes } = await engine.views.readDisk(id, layer, offset, CHUNK);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    for (let at = 0; at < words.length; at += WORDS)
      look(words.subarray(at, at + WORDS), offset / SECTOR + at / WORDS);
  }
  await engine.images.close(id);
  return { dirty: outcome === "needs-replay", ahead, problems };
}

async function answer(order: JudgeOrder): Promise<Judgement | null> {
  if (order.ask === "judge") return judge(order.seed, order.from, order.flushed);
  await create();
  return null;
}

self.addEventListener("message", ({ data }: MessageEvent<JudgeOrder>) => {
  answer(data).then(
    (result) => self.postMessage({ call: data.call, answer: result }),
    (thrown: unknown) =>
      setTimeout(() => {
        throw thrown;
      }),
  );
});

/** Starts writers, kills them in the middle, and lets the judge check the disk that they left. */
import type { JudgeOrder, Judgement, KillResult, Noted, WriterOrder, WriterReport } from "./messages.ts";

declare global {
  interface Window {
    /** Kills `kills` writers, one after the other, on one disk. */
    runKills(kills: number, seed: number): Promise<KillResult>;
  }
}

/** Numbers for each writer's operations: an unreported operation must not be mistaken for one of the next writer. */
const NUMBERS = 1_000_000;
/** Operations of the last writer, which is not killed. */
const LAST = 200;

const judgeWorker = new Worker(new URL("./judge.worker.ts", import.meta.url), { type: "module" });

/** An order without its number. */
type Ask = JudgeOrder extends infer Order ? (Order extends unknown ? Omit<Order, "call"> : never) : never;

let calls = 0;
function ask<T>(order: Ask): Promise<T> {
  calls += 1;
  const call = calls;
  return new Promise((resolve, reject) => {
    judgeWorker.addEventListener("error", (event) => reject(new Error(event.message)));
    judgeWorker.addEventListener("message", ({ data }: MessageEvent<{ call: number; answer: T }>) => {
      if (data.call === call) resolve(data.answer);
    });
    judgeWorker.postMessage({ ...order, call } satisfies JudgeOrder);
  });
}

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

interface Written {
  /** The last operation that was reported as durable. */
  readonly flushed: number;
  readonly flushes: number;
}

/** Lets a writer run until it has reported some flushes and a moment has passed, or until it has closed the disk. */
function runWriter(order: WriterOrder, flushesToWait: number, moment: number): Promise<Written> {
  const worker = new Worker(new URL("./writer.worker.ts", import.meta.url), { type: "module" });
  let flushed = order.from - 1;
  let flushes = 0;
  return new Promise((resolve, reject) => {
    let ending = false;
    const end = async () => {
      if (ending) return;
      ending = true;
      await after(moment);
      worker.terminate();
      resolve({ flushed, flushes });
    };
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }: MessageEvent<WriterReport>) => {
      if (data.kind === "flushed") {
        flushed = data.number;
        flushes += 1;
        worker.postMessage("noted" satisfies Noted);
      }
      const enough = data.kind === "closed" || (order.count === null && flushes >= flushesToWait);
      if (enough) void end();
    });
    worker.postMessage(order);
  });
}

window.runKills = async (kills, seed) => {
  await ask({ ask: "create" });
  const problems: string[] = [];
  let dirty = 0;
  let early = 0;
  let flushes = 0;
  let ahead = 0;
  const look = async (from: number, written: Written, name: string): Promise<Judgement> => {
    const judged = await ask<Judgement>({ ask: "judge", seed, from, flushed: written.flushed });
    problems.push(...judged.problems.map((problem) => `${name}: ${problem}`));
    flushes += written.flushes;
    ahead += judged.ahead;
    return judged;
  };
  for (let kill = 0; kill < kills; kill++) {
    const from = 1 + kill * NUMBERS;
    // Every fourth is killed while it opens the file or applies the log that the one before it left.
    const wait = kill % 4 === 3 ? 0 : 1 + Math.floor(Math.random() * 60);
    // oxlint-disable-next-line no-await-in-loop
    const written = await runWriter({ seed, from, count: null }, wait, Math.random() * 8);
    // oxlint-disable-next-line no-await-in-loop
    const judged = await look(from, written, `kill ${kill + 1}`);
    if (judged.dirty) dirty += 1;
    if (written.flushes === 0) early += 1;
    if (problems.length > 0) break;
  }
  const from = 1 + kills * NUMBERS;
  const last = await runWriter({ seed, from, count: LAST }, 0, 0);
  const closed = await look(from, last, "after the last writer");
  return { kills, dirty, early, flushes, ahead, closedDirty: closed.dirty, problems };
};

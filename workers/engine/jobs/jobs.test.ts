import { describe, expect, it, vi } from "vitest";
import type { JobPort, Progress } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import { Jobs, runStepsInJob, type JobContext } from "./jobs.ts";

const OPTIONS = { label: "Working", unit: "bytes" } as const;

/** Jobs on a clock that the test moves. */
function onClock() {
  let time = 0;
  const sent: Progress[] = [];
  return {
    jobs: new Jobs(() => time),
    sent,
    port: { id: "a", progress: (progress) => void sent.push(progress) } satisfies JobPort,
    pass: (milliseconds: number) => void (time += milliseconds),
  };
}

describe("progress", () => {
  it("goes out at most ten times a second, and the last one always", async () => {
    const { jobs, sent, port, pass } = onClock();
    await jobs.run(port, OPTIONS, async (context) => {
      for (let done = 1; done <= 1000; done++) {
        pass(1);
        context.progress(done, 1000);
      }
    });
    expect(sent.map(({ done }) => done)).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901, 1000]);
    expect(sent.at(-1)).toEqual({
      label: "Working",
      done: 1000,
      total: 1000,
      unit: "bytes",
      cancellable: true,
    });
  });

  it("tells a new label at once", async () => {
    const { jobs, sent, port } = onClock();
    await jobs.run(port, OPTIONS, async (context) => {
      context.progress(1, 10);
      context.progress(2, 10);
      context.progress(3, 10, "Next");
    });
    expect(sent.map(({ label, done }) => `${label} ${done}`)).toEqual(["Working 1", "Next 3"]);
  });

  it("survives a page that has gone away", async () => {
    const gone = (() => Promise.reject(new Error("gone"))) as unknown as (progress: Progress) => void;
    const { jobs } = onClock();
    const result = jobs.run({ id: "a", progress: gone }, OPTIONS, async (context) => {
      context.progress(1, 1);
      return 7;
    });
    await expect(result).resolves.toBe(7);
  });
});

describe("cancel", () => {
  it("gets in while the job works, through a checkpoint", async () => {
    const { jobs, port, pass } = onClock();
    let rounds = 0;
    const job = jobs.run(port, OPTIONS, async (context) => {
      for (;;) {
        rounds += 1;
        pass(10);
        await context.checkpoint();
      }
    });
    setTimeout(() => jobs.cancel("a"), 0);
    await expect(job).rejects.toMatchObject({ code: "cancelled" });
    expect(rounds).toBeGreaterThan(0);
  });

  it("leaves other jobs and unknown ids alone", async () => {
    const { jobs, port } = onClock();
    const job = jobs.run(port, OPTIONS, async (context) => {
      jobs.cancel("b");
      await context.checkpoint();
      return context.cancelled;
    });
    await expect(job).resolves.toBe(false);
  });

  it("comes too late past the point of no return", async () => {
    const { jobs, sent, port } = onClock();
    const job = jobs.run(port, OPTIONS, async (context) => {
      context.pointOfNoReturn("Closing");
      jobs.cancel("a");
      await context.checkpoint();
      return "closed";
    });
    await expect(job).resolves.toBe("closed");
    expect(sent.at(-1)).toMatchObject({ label: "Closing", cancellable: false });
  });

  it("frees the id, so that it can be used again", async () => {
    const { jobs, port } = onClock();
    const first = jobs.run(port, OPTIONS, async (context) => {
      jobs.cancel("a");
      await context.checkpoint();
    });
    await expect(first).rejects.toMatchObject({ code: "cancelled" });
    await expect(jobs.run(port, OPTIONS, async () => 2)).resolves.toBe(2);
  });
});

it("refuses an id that is running", async () => {
  const { jobs, port } = onClock();
  const { port1, port2 } = new MessageChannel();
  const end = new Promise((resolve) => port1.addEventListener("message", resolve, { once: true }));
  port1.start();
  const first = jobs.run(port, OPTIONS, () => end);
  const second = jobs.run(port, OPTIONS, async () => {});
  await expect(second).rejects.toMatchObject({ code: "misuse" });
  port2.postMessage(null);
  await first;
  port1.close();
});

/** A context whose checkpoint rejects at the given step. */
const contextThatStops = (cancelAt: number): JobContext & { seen: number[] } => {
  const seen: number[] = [];
  return {
    seen,
    cancelled: false,
    progress: (done) => void seen.push(done),
    pointOfNoReturn: () => {},
    checkpoint: () =>
      seen.length === cancelAt ? Promise.reject(new Error("cancelled here")) : Promise.resolve(),
  };
};

function* counting(closed: () => void): Steps<string> {
  try {
    for (let done = 0; done < 3; done++) yield { done, total: 3 };
    return "end";
  } finally {
    closed();
  }
}

describe("steps in a job", () => {
  it("runs to the end and tells each step", async () => {
    const inside = contextThatStops(-1);
    const closed = vi.fn<() => void>();
    await expect(runStepsInJob(counting(closed), inside)).resolves.toBe("end");
    expect(inside.seen).toEqual([0, 1, 2]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("closes the generator when it is cancelled", async () => {
    const closed = vi.fn<() => void>();
    await expect(runStepsInJob(counting(closed), contextThatStops(2))).rejects.toThrow("cancelled here");
    expect(closed).toHaveBeenCalledOnce();
  });
});

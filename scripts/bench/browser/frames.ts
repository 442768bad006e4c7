import type { Page } from "@playwright/test";

/** Measurements of all frames during a scroll. */
export interface Frames {
  /** Milliseconds from each frame to the next. */
  readonly intervals: readonly number[];
  /** The longest time in milliseconds that a row was on the screen without its content. */
  readonly longestBlank: number;
}

/** Rows of a grid, and how to recognise a row without content. */
export interface Rows {
  readonly selector: string;
  /** Selector that a row without content matches too. */
  readonly blank: string;
}

interface Recording {
  benchFrames?: { stop: boolean; intervals: number[]; longestBlank: number };
}

/** Records every frame from now on. */
async function record(tab: Page, rows: Rows): Promise<void> {
  await tab.evaluate(({ selector, blank }) => {
    const recording = { stop: false, intervals: [] as number[], longestBlank: 0 };
    (globalThis as Recording).benchFrames = recording;
    /** When each blank row was first seen blank, by its first cell. */
    let waiting = new Map<string, number>();
    let last = performance.now();
    const frame = (now: number) => {
      recording.intervals.push(now - last);
      last = now;
      const still = new Map<string, number>();
      for (const row of document.querySelectorAll(selector)) {
        if (!row.matches(blank)) continue;
        const name = row.firstElementChild?.textContent ?? "";
        const since = waiting.get(name) ?? now;
        still.set(name, since);
        recording.longestBlank = Math.max(recording.longestBlank, now - since);
      }
      waiting = still;
      if (!recording.stop) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, rows);
}

/** Records every frame while `scroll` runs. */
export async function framesOf(tab: Page, rows: Rows, scroll: () => Promise<void>): Promise<Frames> {
  await record(tab, rows);
  await scroll();
  return tab.evaluate(() => {
    const { benchFrames } = globalThis as Recording;
    if (benchFrames === undefined) throw new Error("nothing was recorded");
    benchFrames.stop = true;
    // The first interval began before anything moved.
    return { intervals: benchFrames.intervals.slice(1), longestBlank: benchFrames.longestBlank };
  });
}

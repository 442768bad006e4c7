import type { Locator, Page, Worker } from "@playwright/test";
import { showScreen } from "../../../e2e/support/workbench.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { type Frames, framesOf, type Rows } from "../browser/frames.ts";
import { openIn } from "../browser/open-in.ts";
import type { Bench, Case } from "../case.ts";
import { emptyDisk } from "../images/made-by-qemu.ts";
import type { Footprint, Row } from "../result.ts";
import { percentile } from "../statistics.ts";

const MIB = 2 ** 20;
/** Milliseconds of a frame at 60 frames a second, and the tolerance for the clock. */
const FRAME = 1000 / 60;
const CLOCK = 0.5;
const LONGEST_BLANK = 100;

const BAT: Rows = { selector: "[role=grid][aria-label=BAT] [role=row][aria-selected]", blank: "[aria-busy]" };
const BYTES: Rows = { selector: "[role=grid][aria-label=Bytes] [role=row]", blank: "[aria-busy]" };

/** Drags the thumb of a list's scrollbar from one end to the other, a step a frame. */
async function drag(tab: Page, list: Locator, steps: number): Promise<void> {
  const track = await list.locator("xpath=following-sibling::*[1]").boundingBox();
  if (track === null) throw new Error("the list has no scrollbar on the screen");
  const x = track.x + track.width / 2;
  await tab.mouse.move(x, track.y + 4);
  await tab.mouse.down();
  await tab.mouse.move(x, track.y + track.height, { steps });
  await tab.mouse.up();
}

/** The BAT's table of the open disk. */
async function showBat(tab: Page): Promise<Locator> {
  await showScreen(tab, "Structure");
  const tree = tab.getByRole("treegrid", { name: "Structures" });
  await tree.getByRole("row", { name: /Block allocation table/ }).click();
  return tab.getByRole("grid", { name: "BAT" });
}

/** The bytes of the open disk. */
async function showBytes(tab: Page): Promise<Locator> {
  await showScreen(tab, "Disk");
  return tab.getByRole("grid", { name: "Bytes", exact: true });
}

interface Dragged {
  readonly frames: Frames;
  readonly footprint: Footprint;
}

/** Measures the frames of a drag from end to end, and in another tab its reads and memory, as measuring memory costs frames. */
async function dragged(
  { browser, scale }: Bench,
  image: string,
  show: (tab: Page) => Promise<Locator>,
  rows: Rows,
): Promise<Dragged> {
  const inTab = <T>(work: (tab: Page, engine: Worker, list: Locator) => Promise<T>) =>
    browser.withTab("page", async (tab) => {
      const engine = await startEngine(tab);
      await openIn(tab, image);
      const list = await show(tab);
      await list.waitFor();
      return work(tab, engine, list);
    });
  const frames = await inTab((tab, _, list) => framesOf(tab, rows, () => drag(tab, list, scale.frames)));
  const { footprint } = await inTab((tab, engine, list) =>
    footprintOf(tab, engine, () => drag(tab, list, scale.frames)),
  );
  return { frames, footprint };
}

function row(id: string, title: string, { frames, footprint }: Dragged): Row {
  const p95 = percentile(frames.intervals, 0.95);
  return {
    id,
    title,
    peer: null,
    ours: [p95],
    peers: [],
    footprint,
    target: "p95 of a frame 16.7 ms, no row blank for more than 100 ms",
    reached: p95 <= FRAME + CLOCK && frames.longestBlank <= LONGEST_BLANK,
    notes: [
      `${frames.intervals.length} frames, the longest ${Math.max(...frames.intervals).toFixed(1)} ms`,
      `a row was blank for ${Math.round(frames.longestBlank)} ms at most`,
    ],
  };
}

/** The disk with the largest BAT, its table and its bytes dragged from end to end. */
export const scroll: Case = {
  id: "scroll",
  run: async (bench) => {
    const image = await emptyDisk(bench.images, bench.scale.huge, MIB);
    bench.say("Scrolling the BAT from end to end");
    const entries = await dragged(bench, image, showBat, BAT);
    bench.say("Scrolling the disk's bytes from end to end");
    const bytes = await dragged(bench, image, showBytes, BYTES);
    return [
      row("scroll-bat", "Scroll the BAT from end to end", entries),
      row("scroll-bytes", "Scroll the disk's bytes from end to end", bytes),
    ];
  },
};

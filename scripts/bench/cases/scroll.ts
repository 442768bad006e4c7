import type { Locator, Page } from "@playwright/test";
import { showScreen } from "../../../e2e/support/workbench.ts";
import { startEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import { type Frames, framesOf, type Rows } from "../browser/frames.ts";
import { openIn } from "../browser/open-in.ts";
import type { Case } from "../case.ts";
import { emptyDisk } from "../images/made-by-qemu.ts";
import type { Footprint, Row } from "../result.ts";
import { percentile } from "../statistics.ts";

const MIB = 2 ** 20;
/** A frame of a screen with 60 of them a second, and what its clock is off by, in milliseconds. */
const FRAME = 1000 / 60;
const CLOCK = 0.5;
const LONGEST_BLANK = 100;

const BAT: Rows = { selector: "[role=grid][aria-label=BAT] [role=row][aria-selected]", blank: "…" };
const BYTES: Rows = { selector: "[role=grid][aria-label=Bytes] [role=row]", blank: "··" };

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

function row(id: string, title: string, frames: Frames, footprint: Footprint): Row {
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
  run: async ({ browser, images, scale, say }) => {
    const image = await emptyDisk(images, scale.huge, MIB);
    return browser.withTab("page", async (tab) => {
      const engine = await startEngine(tab);
      await openIn(tab, image);
      say("Scrolling the BAT from end to end");
      await showScreen(tab, "Structure");
      await tab
        .getByRole("treegrid", { name: "Structures" })
        .getByRole("row", { name: /Block allocation table/ })
        .click();
      const bat = tab.getByRole("grid", { name: "BAT" });
      await bat.waitFor();
      const entries = await footprintOf(tab, engine, () =>
        framesOf(tab, BAT, () => drag(tab, bat, scale.frames)),
      );
      say("Scrolling the disk's bytes from end to end");
      await showScreen(tab, "Disk");
      const grid = tab.getByRole("grid", { name: "Bytes", exact: true });
      await grid.waitFor();
      const bytes = await footprintOf(tab, engine, () =>
        framesOf(tab, BYTES, () => drag(tab, grid, scale.frames)),
      );
      return [
        row("scroll-bat", "Scroll the BAT from end to end", entries.result, entries.footprint),
        row("scroll-bytes", "Scroll the disk's bytes from end to end", bytes.result, bytes.footprint),
      ];
    });
  },
};

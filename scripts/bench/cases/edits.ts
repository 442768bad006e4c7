import type { Page } from "@playwright/test";
import { dropAside } from "../browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "../browser/engine.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Case } from "../case.ts";
import { soundDisk } from "../images/made-by-engine.ts";
import { inTurn } from "../pairs.ts";
import { SMALL_TRANSFER } from "../scale.ts";
import { scattered } from "../scattered.ts";
import { median, pairwise } from "../statistics.ts";

const MIB = 2 ** 20;
/** Milliseconds that an edit, its undo and its redo may take together: a frame of the screen. */
const MOST = 16;
/** Multiple of the time on a small disk. */
const MOST_RATIO = 2;

/** Average milliseconds of an edit, an undo and a redo, and those of the first edit. */
interface EditTimes {
  readonly edit: number;
  readonly undo: number;
  readonly redo: number;
  readonly first: number;
}

const together = ({ edit, undo, redo }: EditTimes) => edit + undo + redo;

/**
 * Makes edits of the virtual disk, each undone and redone, and times them from the page's call to the engine's answer. The whole
 * disk was checked before, as the page does in the background. A private session, which keeps no change in the browser's storage.
 */
function editTimes(tab: Page, nth: number, places: readonly number[]): Promise<EditTimes> {
  return tab.evaluate(
    async ({ file, offsets, length }) => {
      const { benchEngine, benchFiles, benchJob } = globalThis as unknown as BenchGlobals;
      const dropped = benchFiles[file];
      if (dropped === undefined) throw new Error("no file was dropped");
      // The browser's time to store each change is not the engine's, and the same for every disk.
      await benchEngine.kept.setPrivate(true);
      const { id } = await benchEngine.images.open({ kind: "file", file: dropped });
      await benchEngine.images.scan(id, benchJob(`scan-${file}`));
      const times = { edit: 0, undo: 0, redo: 0, first: 0 };
      const timed = async (kind: "edit" | "undo" | "redo", call: () => Promise<unknown>) => {
        const started = performance.now();
        await call();
        const time = performance.now() - started;
        times[kind] += time / offsets.length;
        if (times.first === 0) times.first = time;
      };
      for (const [value, offset] of offsets.entries()) {
        const bytes = new Uint8Array(length).fill(value + 1);
        const action = { kind: "write", space: "disk", offset, bytes } as const;
        // oxlint-disable-next-line no-await-in-loop
        await timed("edit", () => benchEngine.edits.apply(id, action));
        // oxlint-disable-next-line no-await-in-loop
        await timed("undo", () => benchEngine.edits.undo(id));
        // oxlint-disable-next-line no-await-in-loop
        await timed("redo", () => benchEngine.edits.redo(id));
        // oxlint-disable-next-line no-await-in-loop
        const read = await benchEngine.views.readDisk(id, { name: "edited", upTo: null }, offset, length);
        if (read.bytes.some((byte) => byte !== bytes[0])) throw new Error("an edit can't be read back");
      }
      await benchEngine.edits.clear(id);
      await benchEngine.images.close(id);
      return times;
    },
    { file: nth, offsets: places, length: SMALL_TRANSFER },
  );
}

/**
 * Edits of a disk with the largest BAT, filled up to the largest size of a file, and of a small disk with the same share of
 * blocks stored.
 */
export const edits: Case = {
  id: "edits",
  run: async ({ browser, images, scale, say }) => {
    const { size, present } = scale.filled;
    say("Making a sound disk whose BAT is filled");
    const huge = await soundDisk(images, size, present);
    const share = Math.max(4, Math.round((present / size) * scale.small));
    const small = await soundDisk(images, scale.small, share);
    const placesOf = (bytes: number) =>
      scattered(scale.edits, bytes / SMALL_TRANSFER).map((at) => at * SMALL_TRANSFER);
    return browser.withTab("page", async (tab) => {
      const engine = await callableEngine(tab);
      await dropAside(tab, [huge, small]);
      say("Edits, undone and made again");
      const of: Record<"huge" | "small", EditTimes[]> = { huge: [], small: [] };
      const measure = (disk: "huge" | "small", nth: number, bytes: number) => async () => {
        const times = await editTimes(tab, nth, placesOf(bytes));
        of[disk].push(times);
        return together(times);
      };
      const onHuge = measure("huge", 0, size);
      const times = await inTurn(scale, onHuge, measure("small", 1, scale.small));
      const { footprint } = await footprintOf(tab, engine, onHuge);
      const inWords = (disk: "huge" | "small") => {
        const middle = (part: keyof EditTimes) => median(of[disk].map((each) => each[part])).toFixed(1);
        return `edit ${middle("edit")} ms, undo ${middle("undo")} ms, redo ${middle("redo")} ms, the first edit after the check ${middle("first")} ms`;
      };
      return [
        {
          id: "edits",
          title: `Edit, undo and redo of 64 KiB, ${size / 2 ** 40 >= 1 ? `${size / 2 ** 40} TiB` : `${size / 2 ** 30} GiB`} disk with a BAT of ${Math.round(((size / MIB) * 8) / MIB)} MiB`,
          peer: "the same on a small disk",
          ...times,
          footprint,
          target: `<= ${MOST} ms together, <= ${MOST_RATIO} x the small disk`,
          reached: median(times.ours) <= MOST && pairwise(times.ours, times.peers).median <= MOST_RATIO,
          notes: [`large disk: ${inWords("huge")}`, `small disk: ${inWords("small")}`],
        },
      ];
    });
  },
};

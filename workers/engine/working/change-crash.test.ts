import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import type { EditAction } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { PARENT, PARENT_GUID } from "../../testing/malformed/catalogue/case.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import { tryChange } from "../../testing/vhdx/change-crashes.ts";
import { FEWER, FEWEST } from "../../testing/vhdx/crash-states.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { pattern } from "../../testing/vhdx/scenario-bases.ts";
import { seenDisk } from "../../testing/vhdx/seen-disk.ts";
import { encode } from "../../bytes/struct.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { readUpTo } from "../../store/store.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { viewContext } from "../views/context.ts";
import { WorkingEdits } from "./working-edits.ts";

beforeAll(loadCrc32c);

let tried = 0;
afterAll(() => process.stdout.write(`crash states of changes in place: ${tried}\n`));

/** A small disk with two blocks. */
function disk(options: ImageOptions = {}): ImageBuilder {
  const image = new ImageBuilder({ room: 4 * MIB, virtualSize: 8 * MIB, ...options });
  for (const block of [1, 2]) {
    image.place(block, image.data / MIB + block);
    image.store.write(image.data + block * MIB, pattern(block, MIB));
  }
  return image;
}

/** A log whose replay gives block 5 a place. */
function crashed(options: ImageOptions = {}): ImageBuilder {
  const image = disk(options);
  image.store.write(image.data, pattern(9, MIB));
  const sector = readUpTo(image.store, image.bat.offset, 4096);
  sector.set(encode(batEntry, { state: FULLY_PRESENT, fileOffsetMb: image.data / MIB }), 5 * 8);
  image.addLogEntry(0, { writes: [{ fileOffset: image.bat.offset, sector }] });
  image.setHeaders({ logGuid: LOG_GUID, dataWriteGuid: PARENT_GUID });
  return image;
}

const CHILD: ImageOptions = { type: "differencing", parent: PARENT };
const otherLogVersion = () => {
  const image = disk();
  image.setHeaders({ logVersion: 1 });
  return image;
};

const RELINK: EditAction = {
  kind: "relink",
  change: { linkage: LOG_GUID, paths: { relative_path: ".\\other.vhdx" }, dropLinkage2: false },
};
const setField = (node: string, field: string, value: string): EditAction => ({
  kind: "set-field",
  node,
  field,
  value,
  mend: true,
});

const CHANGES: readonly (readonly [string, () => ImageBuilder, EditAction])[] = [
  ["another parent", () => disk(CHILD), RELINK],
  ["another parent, over a log to be replayed", () => crashed(CHILD), RELINK],
  ["a log that is discarded", crashed, { kind: "discard-log" }],
  ["a log that is applied", crashed, { kind: "apply-log" }],
  ["a field of a BAT entry", disk, setField("bat/entry/2", "state", "2")],
  ["a field of a region table", disk, setField("region-table/1/entry/0", "length", "2097152")],
  ["a field of the active header", disk, setField("header/2", "sequenceNumber", "900")],
  ["a field of the other header", disk, setField("header/1", "sequenceNumber", "5")],
  ["a field where LogVersion is 1", otherLogVersion, setField("bat/entry/2", "state", "2")],
  [
    "a write where LogVersion is 1",
    otherLogVersion,
    { kind: "write", space: "disk", offset: 6 * MIB, bytes: pattern(7, 512) },
  ],
  ["zeros over a block", disk, { kind: "zero", offset: MIB, length: MIB }],
];

describe("whatever a crash during a change in place leaves opens, with garbage in a torn sector too", () => {
  it.for(CHANGES)("%s", ([, make, action]) => {
    const { store } = make();
    const recording = new RecordingStore(store);
    const image = new OpenedImage(new CachedStore(store));
    new WorkingEdits(recording).apply(action, viewContext(image, image.best));
    const ends = { before: seenDisk(store), after: seenDisk(recording) };
    expect(ends.before).not.toBeNull();
    const { states, wrong } = tryChange(store, recording.recorded, ends, FULL ? FEWER : FEWEST);
    tried += states;
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(states).toBeGreaterThan(20);
  });
});

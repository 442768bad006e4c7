import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import type { EditAction } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { KIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OpfsStore } from "../../store/opfs-store.ts";
import { caseFile } from "../../testing/cases.ts";
import { MemoryHandle } from "../../testing/engine/memory-handle.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { sectorOf } from "../../testing/vhdx/log-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { viewContext } from "../views/context.ts";
import { nodeFields } from "../views/tree/tree.ts";
import { WorkingEdits } from "../working/working-edits.ts";
import { Edits } from "./edits.ts";

beforeAll(loadCrc32c);

type Change = readonly [node: string, field: string, value: string];

const setTo = ([node, field, value]: Change, mend = true): EditAction => ({
  kind: "set-field",
  node,
  field,
  value,
  mend,
});

const open = (store: MemoryStore) => new OpenedImage(new CachedStore(store));

/** What a log holds after changes of its fields, made to an opened file or to a working disk in place. */
const MADE = {
  "an opened file": (store: MemoryStore, actions: readonly EditAction[]) => {
    const edits = new Edits(open(store));
    for (const action of actions) edits.apply(action);
    return edits.edited;
  },
  "a working disk": (store: MemoryStore, actions: readonly EditAction[]) => {
    const edits = new WorkingEdits(new OpfsStore(new MemoryHandle(store)));
    for (const action of actions) {
      const image = open(store);
      edits.apply(action, viewContext(image, image.best));
    }
    return open(store);
  },
} as const;

function valueOf(image: OpenedImage, [node, field]: Change) {
  return nodeFields(viewContext(image, image.own), node).fields.find(({ name }) => name === field)?.input;
}

const flaws = (image: OpenedImage) => image.log?.entries.map(({ entry }) => entry.flaw);

const CHANGES: readonly Change[] = [
  ["log/entry/0", "lastFileOffset", String(24 * 1024 * KIB)],
  ["log/entry/0", "flushedFileOffset", String(1024 * KIB)],
  ["log/entry/0", "reserved", "7"],
  ["log/entry/0/descriptor/0", "leadingBytes", "0102030405060708"],
  ["log/entry/0/descriptor/0", "trailingBytes", "01020304"],
];

describe.each(Object.entries(MADE))("in %s", (_name, make) => {
  it.for(CHANGES)("%s %s is changed, and the entry stays whole", async (change, test) => {
    requireTool(test, "cases");
    const store = new MemoryStore(await caseFile("engine/set-field-log-entry"));
    expect(flaws(open(store))).toEqual([null]);
    const image = make(store, [setTo(change)]);
    expect(valueOf(image, change)).toBe(change[2]);
    expect(flaws(image)).toEqual([null]);
    expect(image.log?.active).toHaveLength(1);
    expect(image.canReplay).toBe(true);
  });

  it.for([0, 63, 2 ** 21, 2 ** 32 - 4096])(
    "an EntryLength of %s has no checksum, and can be set without one",
    async (length, test) => {
      requireTool(test, "cases");
      const store = new MemoryStore(await caseFile("engine/set-field-log-entry"));
      const change = ["log/entry/0", "entryLength", String(length)] as const;
      expect(() => make(store, [setTo(change)])).toThrow("The entry's length is impossible");
      expect(flaws(make(store, [setTo(change, false)]))).not.toEqual([null]);
    },
  );

  it("all of them one after the other leave the entry whole", async (test) => {
    requireTool(test, "cases");
    const store = new MemoryStore(await caseFile("engine/set-field-log-entry"));
    const image = make(
      store,
      CHANGES.map((change) => setTo(change)),
    );
    expect(CHANGES.map((change) => valueOf(image, change))).toEqual(CHANGES.map(([, , value]) => value));
    expect(flaws(image)).toEqual([null]);
  });

  it("without an updated checksum the entry no longer counts", async (test) => {
    requireTool(test, "cases");
    const store = new MemoryStore(await caseFile("engine/set-field-log-entry"));
    const image = make(store, [setTo(CHANGES[0] as Change, false)]);
    expect(flaws(image)).toEqual(["Its checksum does not match its bytes."]);
    expect(make(store, [setTo(CHANGES[0] as Change), setTo(CHANGES[1] as Change)]).canReplay).toBe(true);
  });

  it("an entry that goes around the end of the ring stays whole", () => {
    const builder = new ImageBuilder();
    builder.setHeaders({ logGuid: LOG_GUID });
    const at = builder.log.length - 4 * KIB;
    builder.addLogEntry(at, { writes: [{ fileOffset: builder.bat.offset + 4 * KIB, sector: sectorOf(0) }] });
    const change: Change = [`log/entry/${at}`, "lastFileOffset", String(builder.store.size)];
    const image = make(builder.store, [setTo(change)]);
    expect(valueOf(image, change)).toBe(change[2]);
    expect(flaws(image)).toEqual([null]);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, KIB, MIB, TIB } from "../../shared/numbers.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { offsetMibOf, stateOf } from "../bat/bat-bits.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  UNDEFINED,
  UNMAPPED,
  ZERO,
} from "../../shared/bat-states.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { openAfterCrash } from "../../testing/vhdx/judge.ts";
import { image, pattern } from "../../testing/vhdx/scenario-bases.ts";
import { DiskWriter } from "./disk-writer.ts";

beforeAll(loadCrc32c);

const PARENT = {
  parent_linkage: "{11111111-1111-4111-8111-111111111111}",
  relative_path: ".\\parent.vhdx",
};

const LAST = 0xffff_ffff_ffff_ffffn;

/** Bytes of the virtual disk; fails where anything is wrong with the image. */
function guest(store: ReadableStore, offset: number, length: number): Uint8Array {
  const { findings, structures } = openAfterCrash(store);
  expect(findings.filter(({ severity, code }) => severity !== "info" && code !== "log-needs-replay")).toEqual(
    [],
  );
  const bytes = new Uint8Array(length);
  structures.disk?.read(offset, bytes);
  return bytes;
}

/** Vitest compares long arrays one element at a time. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Opens, works, closes. */
function edit(store: Store, work: (writer: DiskWriter) => void): void {
  const writer = new DiskWriter(store);
  work(writer);
  writer.close();
}

const headersOf = (store: ReadableStore) => {
  const { headers } = openAfterCrash(store);
  if (headers.active === null) throw new Error("no header");
  return { copies: headers.copies.map(({ values }) => values), active: headers.active.values };
};

describe("both headers after a session", () => {
  it("are valid, one number apart, agree in all GUIDs, and name no log", () => {
    const store = image();
    const before = headersOf(store).active;
    edit(store, (writer) => writer.write(5, pattern(1, 3 * MIB)));
    const { copies, active } = headersOf(store);
    const [first, second] = copies;
    expect(active.logGuid).toBe("00000000-0000-0000-0000-000000000000");
    expect(first?.fileWriteGuid).toBe(second?.fileWriteGuid);
    expect(first?.dataWriteGuid).toBe(second?.dataWriteGuid);
    const numbers = copies.map(({ sequenceNumber }) => sequenceNumber);
    expect([1n, -1n]).toContain((numbers[1] ?? 0n) - (numbers[0] ?? 0n));
    expect(active.fileWriteGuid).not.toBe(before.fileWriteGuid);
    expect(active.dataWriteGuid).not.toBe(before.dataWriteGuid);
  });

  it("keep every GUID where nothing was changed: children of the disk go by them", () => {
    const store = new RecordingStore(image({ blockState: ZERO }));
    const writer = new DiskWriter(store);
    writer.write(4096, new Uint8Array());
    writer.zero(0, 5 * MIB + 17);
    writer.trim(0, MIB, "keep-space");
    writer.close();
    expect(store.recorded.filter(({ kind }) => kind !== "flush")).toEqual([]);
  });
});

describe("an offset in an entry whose state has none", () => {
  it.each([
    ["ZERO", ZERO],
    ["NOT_PRESENT", NOT_PRESENT],
  ])("in a %s entry is nobody's space: zeroing the block frees nothing", (_name, state) => {
    const builder = new ImageBuilder({ room: MIB });
    const mib = builder.data / MIB;
    builder.place(0, mib);
    builder.fill(builder.data, MIB, 0xaa);
    // Says that it lies where block 0 does.
    builder.place(1, mib, state);
    edit(builder.store, (writer) => {
      writer.zero(MIB, MIB);
      writer.close();
      writer.write(2 * MIB, pattern(1, MIB));
    });
    expect(same(guest(builder.store, 0, MIB), new Uint8Array(MIB).fill(0xaa))).toBe(true);
  });

  it.each([
    ["UNMAPPED", UNMAPPED],
    ["UNDEFINED", UNDEFINED],
  ])("past the file's end in an %s entry refuses the disk", (_name, state) => {
    const builder = new ImageBuilder({ room: 2 * MIB });
    builder.place(3, builder.data / MIB + 100, state);
    expect(() => new DiskWriter(builder.store)).toThrow("past the end of the file");
  });
});

describe("the former place of a block", () => {
  it("is used by its own block again, and what stood there does not show", () => {
    const store = image({}, (writer) => writer.write(0, pattern(1, MIB)));
    edit(store, (writer) => writer.trim(0, MIB, "keep-space"));
    const { size } = store;
    edit(store, (writer) => {
      writer.write(MIB, pattern(2, 512));
      writer.write(600, pattern(3, 10));
    });
    expect(store.size).toBe(size + MIB);
    const expected = new Uint8Array(4096);
    expected.set(pattern(3, 10), 600);
    expect(guest(store, 0, 4096)).toEqual(expected);
  });
});

describe("a file that ends inside its last block, as QEMU leaves it", () => {
  /** Block 7 of 8 MiB needs 1 MiB of its storage, and the file has no more; block 0 has none yet. */
  const short = () => {
    const builder = new ImageBuilder({ type: "fixed", virtualSize: 57 * MIB, blockSize: 8 * MIB, room: MIB });
    builder.place(7, builder.data / MIB);
    builder.fill(builder.data, MIB, 0x77);
    return builder;
  };

  it("gets new blocks behind that block, not inside it", () => {
    const { store, data } = short();
    edit(store, (writer) => writer.write(100, pattern(1, 200)));
    expect(store.size).toBe(data + 16 * MIB);
    expect(guest(store, 100, 200)).toEqual(pattern(1, 200));
    expect(same(guest(store, 56 * MIB, MIB), new Uint8Array(MIB).fill(0x77))).toBe(true);
  });

  it("may end anywhere in a MiB", () => {
    const { store, data } = short();
    store.truncate(data + MIB - 700);
    const builder = new ImageBuilder({ virtualSize: 12 * MIB, room: 0 });
    builder.store.truncate(builder.data + 700);
    edit(builder.store, (writer) => writer.write(MIB - 1, pattern(1, 2)));
    expect(builder.store.size).toBe(builder.data + 3 * MIB);
    expect(guest(builder.store, MIB - 1, 2)).toEqual(pattern(1, 2));
    expect(() => new DiskWriter(store)).toThrow(/bat-(block-cut-off|beyond-file)/);
  });
});

describe("BAT entries at the edges of sectors and chunks", () => {
  // Chunks of 4096 blocks of 1 MiB: index 4096 is a sector bitmap's, block 4096 is at 4097.
  const blocks = [0, 511, 512, 4095, 4096, 4097, 8190, 8191, 8192, 9999];

  it.each(["dynamic", "fixed"] as const)("take a block each, and no other entry moves (%s)", (type) => {
    const builder = new ImageBuilder({ type, virtualSize: 10_000 * MIB - 512, room: 0 });
    for (const block of blocks)
      edit(builder.store, (writer) => writer.write(block * MIB + 300, pattern(block, 800)));
    const { bat, disk } = openAfterCrash(builder.store).structures;
    for (const block of blocks)
      expect(guest(builder.store, block * MIB + 300, 800)).toEqual(pattern(block, 800));
    const present = [...(disk?.extents(0, disk.size) ?? [])].filter(({ source }) => source.kind === "file");
    expect(present.reduce((sum, { length }) => sum + length, 0)).toBe(blocks.length * MIB - 512);
    expect([4096, 8193].map((index) => bat?.raw(index))).toEqual([0n, 0n]);
  });

  it("of all blocks of a disk of 64 TiB change in bounded memory", () => {
    const store = image({ size: 64 * TIB, blockSize: 256 * MIB });
    edit(store, (writer) => {
      writer.write(64 * TIB - 1, pattern(1, 1));
      writer.zero(0, 64 * TIB);
      writer.trim(0, 64 * TIB, "release-space");
    });
    expect(guest(store, 64 * TIB - 512, 512)).toEqual(new Uint8Array(512));
  });
});

describe("a file of many TiB", () => {
  it("gets a new block where no entry names the place", () => {
    const builder = new ImageBuilder({ virtualSize: 40 * TIB, blockSize: 256 * MIB, room: 17 * TIB });
    const { size } = builder.store;
    builder.place(0, (16 * TIB) / MIB);
    edit(builder.store, (writer) => {
      writer.write(3, pattern(1, 100));
      writer.write(39 * TIB, pattern(2, 100));
    });
    expect(builder.store.size).toBe(size);
    expect(guest(builder.store, 3, 100)).toEqual(pattern(1, 100));
    expect(guest(builder.store, 39 * TIB, 100)).toEqual(pattern(2, 100));
  });
});

it("is not written where two blocks share a place above 16 TiB, or no map is kept", () => {
  const builder = new ImageBuilder({ virtualSize: 40 * TIB, blockSize: 256 * MIB, room: 17 * TIB });
  builder.place(0, (16 * TIB) / MIB + 300);
  builder.place(9, (16 * TIB) / MIB + 299);
  expect(() => new DiskWriter(builder.store)).toThrow("bat-overlap");
  const huge = new ImageBuilder({ room: 70 * TIB });
  expect(() => new DiskWriter(huge.store)).toThrow("more than any VHDX needs");
});

it("puts no block where an entry without storage still names a place", () => {
  const builder = new ImageBuilder({ room: 6 * MIB });
  const at = builder.data / MIB;
  builder.place(3, at, ZERO);
  builder.place(4, at + 2, NOT_PRESENT);
  edit(builder.store, (writer) => {
    for (const block of [10, 11, 12]) writer.write(block * MIB, pattern(block, 100));
  });
  const { bat } = openAfterCrash(builder.store).structures;
  const places = [10, 11, 12].map((block) => {
    const { low, high } = bat?.halves(block) ?? { low: 0, high: 0 };
    return offsetMibOf(low, high) - at;
  });
  expect(places).toEqual([1, 3, 4]);
});

it("uses released space again once the log that releases it is empty, not before", () => {
  const store = image({}, (writer) => writer.write(MIB, pattern(1, 512)));
  const placeOf = (block: number) => {
    const { low, high } = openAfterCrash(store).structures.bat?.halves(block) ?? { low: 0, high: 0 };
    return offsetMibOf(low, high);
  };
  const released = placeOf(1);
  const writer = new DiskWriter(store);
  writer.trim(MIB, MIB, "release-space");
  writer.flush();
  writer.write(5 * MIB, pattern(2, 512));
  writer.flush();
  writer.write(6 * MIB, pattern(3, 512));
  writer.close();
  expect([placeOf(5), placeOf(6)]).not.toContain(released);
  writer.write(7 * MIB, pattern(4, 512));
  writer.close();
  expect(placeOf(7)).toBe(released);
});

describe("a trim", () => {
  it("makes blocks transparent: a differencing disk reads them from its parent again", () => {
    const builder = new ImageBuilder({ type: "differencing", parent: PARENT, virtualSize: 8 * MIB });
    const parent = new MemoryStore(8 * MIB);
    const open = () => new DiskWriter(builder.store, undefined, parent);
    let writer = open();
    writer.write(0, pattern(1, MIB));
    writer.write(MIB + 512, pattern(2, 1024));
    writer.zero(2 * MIB, MIB);
    writer.write(3 * MIB, pattern(3, MIB));
    writer.close();
    const before = headersOf(builder.store).active;
    writer = open();
    writer.trim(512, 3 * MIB, "make-transparent");
    writer.close();
    const { structures } = openAfterCrash(builder.store);
    const states = [0, 1, 2, 3, 4].map((block) => stateOf(structures.bat?.halves(block).low ?? 0));
    // The first and the last block of the run are covered in part.
    expect(states).toEqual([FULLY_PRESENT, NOT_PRESENT, NOT_PRESENT, FULLY_PRESENT, NOT_PRESENT]);
    expect(headersOf(builder.store).active.dataWriteGuid).not.toBe(before.dataWriteGuid);
    // Bits of block 1 are left in its bitmap; a new write to it must not bring its old sectors back.
    writer = open();
    writer.write(MIB + 4096, pattern(4, 512));
    writer.close();
    const after = openAfterCrash(builder.store).structures;
    const kinds = [...(after.disk?.extents(MIB, MIB) ?? [])].map(({ source, length }) => [
      source.kind,
      length,
    ]);
    expect(kinds).toEqual([
      ["parent", 4096],
      ["file", 512],
      ["parent", MIB - 4096 - 512],
    ]);
  });

  it("drops the places that blocks without storage keep, which no guest sees", () => {
    const store = image({}, (writer) => writer.write(0, pattern(1, 4 * MIB)));
    edit(store, (writer) => writer.trim(0, 2 * MIB, "keep-space"));
    const before = headersOf(store).active;
    const places = () => {
      const { bat } = openAfterCrash(store).structures;
      return [0, 1, 2, 3, 9].map((block) => {
        const { low, high } = bat?.halves(block) ?? { low: 0, high: 0 };
        return [stateOf(low), offsetMibOf(low, high) > 0];
      });
    };
    edit(store, (writer) => writer.trim(0, 10 * MIB, "drop-anchors"));
    expect(places()).toEqual([
      [UNMAPPED, false],
      [UNMAPPED, false],
      [FULLY_PRESENT, true],
      [FULLY_PRESENT, true],
      [NOT_PRESENT, false],
    ]);
    const { fileWriteGuid, dataWriteGuid } = headersOf(store).active;
    expect([fileWriteGuid === before.fileWriteGuid, dataWriteGuid]).toEqual([false, before.dataWriteGuid]);
    const { size } = store;
    edit(store, (writer) => writer.write(8 * MIB, pattern(2, 2 * MIB)));
    expect(store.size).toBe(size);
    expect(guest(store, 8 * MIB, 2 * MIB)).toEqual(pattern(2, 2 * MIB));
  });
});

describe("a block of a differencing disk whose sectors are all written", () => {
  it.each([3 * MIB, 3 * MIB - 512, 2 * MIB + 1024])(
    "is fully present, the last one of %i bytes too",
    (size) => {
      const builder = new ImageBuilder({ type: "differencing", parent: PARENT, virtualSize: size });
      const parent = new MemoryStore(size);
      const stateOfBlock = (block: number) => {
        const { bat } = openAfterCrash(builder.store).structures;
        return stateOf(bat?.halves(block).low ?? 0);
      };
      const work = (offset: number, length: number) => {
        const writer = new DiskWriter(builder.store, undefined, parent);
        writer.write(offset, pattern(3, length));
        writer.close();
      };
      const rest = size - 2 * MIB;
      for (const [block, length] of [MIB, MIB, rest].entries()) {
        work(block * MIB + 512, length - 512);
        expect(stateOfBlock(block)).toBe(PARTIALLY_PRESENT);
        work(block * MIB, 512);
        expect(stateOfBlock(block)).toBe(FULLY_PRESENT);
      }
    },
  );
});

it("uses space again in one session that it gave up in it, once the log has been emptied", () => {
  const store = image({}, (writer) => writer.write(0, pattern(1, 4 * MIB)));
  const writer = new DiskWriter(store);
  const { size } = store;
  writer.trim(0, 4 * MIB, "release-space");
  // Each commit takes three sectors of the log, which has 256.
  let most = 0;
  for (let nth = 0; nth < 200; nth++) {
    writer.write(4 * MIB, pattern(nth, 512));
    writer.trim(4 * MIB, MIB, "release-space");
    most = Math.max(most, store.size);
  }
  writer.close();
  expect((most - size) / MIB).toBeLessThan(100);
  expect(guest(store, 4 * MIB, 512)).toEqual(new Uint8Array(512));
});

describe("sequence numbers", () => {
  it.each([1n, 4n, 9n, 17n])("of headers, %i before the last, are too few to begin", (left) => {
    const builder = new ImageBuilder();
    builder.setHeaders({ sequenceNumber: LAST - left });
    const store = new RecordingStore(builder.store);
    const writer = new DiskWriter(store);
    expect(() => writer.write(0, pattern(1, 10))).toThrow("used up");
    expect(store.recorded).toEqual([]);
  });

  it.each([18n, 19n, 20n, 21n, 22n])(
    "of headers, %i before the last, never leave a log that can't be emptied",
    (left) => {
      const builder = new ImageBuilder();
      builder.setHeaders({ sequenceNumber: LAST - left });
      const writer = new DiskWriter(builder.store);
      expect(() => {
        for (;;) {
          writer.write(0, pattern(1, 10));
          writer.zero(0, MIB);
          writer.close();
        }
      }).toThrow("used up");
      const { headers, findings } = openAfterCrash(builder.store);
      expect(headers.dirty).toBe(false);
      expect(
        findings.filter(({ severity, code }) => severity !== "info" && code !== "log-needs-replay"),
      ).toEqual([]);
    },
  );

  it.each([2n ** 63n, LAST - 1n, LAST])(
    "of the log begin anew where an old entry has %i",
    (sequenceNumber) => {
      const builder = new ImageBuilder();
      builder.addLogEntry(0, { sequenceNumber });
      edit(builder.store, (writer) => writer.write(0, pattern(1, 10)));
      expect(guest(builder.store, 0, 10)).toEqual(pattern(1, 10));
    },
  );
});

describe("what is refused, with a sentence and before anything is written", () => {
  const dirty = () => {
    const builder = new ImageBuilder();
    builder.addLogEntry(0, {});
    builder.setHeaders({ logGuid: LOG_GUID });
    return builder;
  };
  const damaged = () => {
    const builder = new ImageBuilder();
    builder.place(0, 0);
    return builder;
  };
  const withoutLog = () => {
    const builder = new ImageBuilder();
    builder.setHeaders({ logLength: 0 });
    return builder;
  };
  const child = () => new ImageBuilder({ type: "differencing", parent: PARENT });

  it.each([
    ["a log that has to be replayed", dirty, "has to be replayed"],
    ["a damaged disk, by the finding's name", damaged, "bat-offset-zero"],
    ["a disk without a log", withoutLog, "log-none"],
    ["a differencing disk", child, "together with its parent"],
  ])("%s", (_name, make, sentence) => {
    const store = new RecordingStore(make().store);
    expect(() => new DiskWriter(store)).toThrow(sentence);
    expect(store.recorded).toEqual([]);
  });

  it.each([
    ["a write past the end", (writer: DiskWriter) => writer.write(12 * MIB + 300 * KIB - 1, pattern(1, 2))],
    ["a write before the start", (writer: DiskWriter) => writer.write(-1, pattern(1, 2))],
    ["a zero run past the end", (writer: DiskWriter) => writer.zero(GIB, 1)],
    ["a trim past the end", (writer: DiskWriter) => writer.trim(12 * MIB, MIB, "keep-space")],
  ])("%s", (_name, work) => {
    const store = new RecordingStore(image());
    const writer = new DiskWriter(store);
    expect(() => work(writer)).toThrow("The virtual disk ends at");
    expect(store.recorded).toEqual([]);
  });

  it("a trim that is not aligned to sectors", () => {
    const store = new RecordingStore(image());
    const writer = new DiskWriter(store);
    expect(() => writer.trim(512, 700, "keep-space")).toThrow("512-byte sector");
    expect(store.recorded).toEqual([]);
  });
});

describe("a store that fails", () => {
  /** Fails at one operation, as a full disk or a permission taken back does, and works before and after. */
  class FailingStore extends RecordingStore {
    readonly #at: number;
    #count = 0;

    constructor(base: ReadableStore, at: number) {
      super(base);
      this.#at = at;
    }

    override write(offset: number, bytes: Uint8Array): void {
      this.#step();
      super.write(offset, bytes);
    }

    override truncate(size: number): void {
      this.#step();
      super.truncate(size);
    }

    override flush(): void {
      this.#step();
      super.flush();
    }

    #step(): void {
      if (this.#count++ === this.#at) throw new Error("no room on this disk");
    }
  }

  it("leaves old or new bytes wherever it fails, and a writer that does no more", () => {
    const base = image({}, (writer) => writer.write(3 * MIB, pattern(9, MIB)));
    let failures = 0;
    for (let at = 0; ; at++) {
      const store = new FailingStore(base, at);
      const writer = new DiskWriter(store);
      try {
        writer.write(3 * MIB - 700, pattern(1, 2000));
        writer.trim(3 * MIB, MIB, "release-space");
        writer.close();
        break;
      } catch (error) {
        expect((error as Error).message).toBe("no room on this disk");
        failures += 1;
        const before = store.recorded.length;
        expect(() => writer.write(0, pattern(1, 1))).toThrow("must be opened again");
        expect(() => writer.close()).toThrow("must be opened again");
        expect(store.recorded.length).toBe(before);
        const found = guest(store, 3 * MIB, 512).slice(0, 512);
        const allowed = [pattern(9, 512), pattern(1, 2000).slice(700, 1212), new Uint8Array(512)];
        expect(allowed).toContainEqual(found);
      }
    }
    expect(failures).toBeGreaterThan(20);
  });
});

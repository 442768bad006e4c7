import { KIB, MIB } from "../../shared/numbers.ts";
import type { Store } from "../../store/store.ts";
import { ChainDisk } from "../../vhdx/chain/chain-disk.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { Random } from "../store/conformance/random.ts";
import { NOT_PRESENT } from "../../shared/bat-states.ts";
import { lowOf } from "../../vhdx/bat/bat-bits.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import type { CreateOptions } from "../../vhdx/write/create-options.ts";
import type { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { type Effort, FEWER, FEWEST, FULL_EFFORT } from "./crash-states.ts";
import { openAfterCrash } from "./judge.ts";
import { contentOf, type Guest, type GuestContent, Recording, type WriteEngine } from "./recording.ts";
import { childOf, image, pattern } from "./scenario-bases.ts";

interface ChildScenario {
  readonly name: string;
  readonly effort: Effort;
  record(engine: WriteEngine): Recording;
}

function diskOf(store: Store): VirtualDisk {
  const { disk } = openAfterCrash(store).structures;
  if (disk === null) throw new Error("a scenario's base must have a virtual disk");
  return disk;
}

/** A parent with data in most places, so that bytes of the parent can't be mistaken for zeros. */
const parentOf = (options: Partial<CreateOptions> = {}): Store =>
  image(options, (writer) => {
    for (let at = 0; at < writer.size; at += MIB) {
      const length = Math.min(MIB, writer.size - at);
      if (at !== 5 * MIB) writer.write(at, pattern(200 + at / MIB, length));
    }
  });

interface Bases {
  readonly parent?: Partial<CreateOptions>;
  readonly child?: Partial<CreateOptions>;
  prepare?(writer: DiskWriter): void;
  /** Changes the child directly, past the writer. */
  spoil?(store: Store): void;
}

/** What a guest sees through the chain. */
const seenThrough = (child: Store, parent: Store): GuestContent =>
  contentOf(new ChainDisk({ disk: diskOf(child), store: child }, [{ disk: diskOf(parent), store: parent }]));

function onChild(bases: Bases, work: (guest: Guest) => void): ChildScenario["record"] {
  return (engine) => {
    const parent = parentOf(bases.parent);
    const child = childOf(parent, bases.child, (writer) => bases.prepare?.(writer));
    bases.spoil?.(child);
    const recording = new Recording(child, seenThrough(child, parent), diskOf(parent));
    const guest = recording.edit(engine);
    work(guest);
    guest.close();
    return recording;
  };
}

/** Gives a block back to the parent and leaves its bits as they are, as other writers may. */
function forgetBlock(store: Store, block: number): void {
  const { bat } = openAfterCrash(store).structures;
  if (bat === null) return;
  const entry = new Uint8Array(BAT_ENTRY_SIZE);
  new DataView(entry.buffer).setUint32(0, lowOf(NOT_PRESENT, 0), true);
  store.write(bat.offset + bat.geometry.payloadIndex(block) * BAT_ENTRY_SIZE, entry);
}

const child = (
  name: string,
  record: ChildScenario["record"],
  effort: Effort = FULL_EFFORT,
): ChildScenario => ({
  name,
  effort,
  record,
});

/** Guest writes to a differencing disk. */
export const CHILD_SCENARIOS: readonly ChildScenario[] = [
  child(
    "child: parts of blocks",
    onChild({}, (guest) => {
      guest.write(MIB + 100, pattern(1, 700));
      guest.flush();
      guest.write(MIB + 4096, pattern(2, 1024));
      guest.write(5 * MIB + 511, pattern(3, 2));
      guest.flush();
      guest.write(MIB + 100, pattern(4, 300));
      guest.flush();
    }),
  ),
  child(
    "child: bits left of an earlier time",
    onChild(
      {
        prepare: (writer) => writer.write(2 * MIB, pattern(9, 40 * KIB)),
        spoil: (store) => forgetBlock(store, 1),
      },
      (guest) => {
        guest.write(3 * MIB + 5000, pattern(1, 3000));
        guest.flush();
      },
    ),
  ),
  child(
    "child: whole blocks, and a block filled in parts",
    onChild({ child: { blockSize: MIB } }, (guest) => {
      guest.write(3 * MIB, pattern(1, MIB));
      guest.write(7 * MIB, pattern(2, MIB - 1536));
      guest.flush();
      guest.write(8 * MIB - 1536, pattern(3, 1536));
      guest.write(12 * MIB, pattern(4, 300 * KIB));
      guest.flush();
    }),
    FEWER,
  ),
  child(
    "child: zeros and trims",
    onChild({ prepare: (writer) => writer.write(4 * MIB + 512, pattern(9, 9000)) }, (guest) => {
      guest.zero(MIB + 300, 3 * MIB);
      guest.flush();
      guest.trim(4 * MIB, 2 * MIB, "release-space");
      guest.zero(6 * MIB, 2 * MIB);
      guest.flush();
      guest.write(4 * MIB + 77, pattern(1, 900));
      guest.write(6 * MIB + 77, pattern(2, 900));
      guest.flush();
    }),
    FEWER,
  ),
  child(
    "child: 4096-byte sectors over smaller blocks",
    onChild({ parent: { size: 12 * MIB, logicalSectorSize: 4096 } }, (guest) => {
      guest.write(2 * MIB - 700, pattern(1, 1400));
      guest.flush();
      guest.write(12 * MIB - 4097, pattern(2, 4097));
      guest.flush();
    }),
    FEWER,
  ),
  child(
    "child: random writes",
    (engine) => {
      const random = new Random(5);
      return onChild({}, (guest) => {
        for (let nth = 0; nth < 24; nth++) {
          const offset = random.below(12 * MIB);
          const length = 1 + random.below(random.below(6) === 0 ? MIB : 5000);
          if (random.below(6) === 0) guest.zero(offset, length);
          else guest.write(offset, pattern(nth, length));
          if (nth % 3 === 2) guest.flush();
        }
      })(engine);
    },
    FEWEST,
  ),
];

import { expect, it } from "vitest";
import { crc32 } from "../../bytes/crc32.ts";
import { encode } from "../../bytes/struct.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { lvmArea, lvmMetadata, lvmPhysicalVolume } from "../structs/lvm.ts";
import { listVolumes } from "../volumes.ts";

const SIZE = 16 * MIB;
const AREA = 4096;
const encoder = new TextEncoder();

/** A group in the words of its metadata. @param pv uuid of its only physical volume */
const groupText = (id: string, sequence: number, pv: string, volumes: readonly string[]) => `
  vg0 {
    id = "${id}" seqno = ${sequence} extent_size = 2048
    physical_volumes { pv0 { id = "${pv}" pe_start = 2048 } }
    logical_volumes { ${volumes
      .map(
        (name, nth) => `${name} {
      status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
      segment1 {
        start_extent = 0 extent_count = 1 type = "striped" stripe_count = 1 stripes = ["pv0", ${nth}]
      }
    }`,
      )
      .join("\n")} }
  }\0`;

/** Writes a physical volume. @param uuid 32 letters */
function physical(disk: MemoryStore, at: number, uuid: string, metadata: string): void {
  const text = encoder.encode(metadata);
  const areas = new Uint8Array(440);
  areas.set(encode(lvmArea, { offset: BigInt(MIB), size: 0n }), 0);
  areas.set(encode(lvmArea, { offset: BigInt(AREA), size: BigInt(MIB - AREA) }), 2 * lvmArea.size);
  disk.write(
    at + 512,
    encode(lvmPhysicalVolume, {
      id: "LABELONE",
      sector: 1n,
      headerOffset: 32,
      type: "LVM2 001",
      uuid,
      deviceSize: BigInt(SIZE - at),
      areas,
    }),
  );
  disk.write(
    at + AREA,
    encode(lvmMetadata, {
      magic: new Uint8Array(Buffer.from("204c564d3220785b35412572304e2a3e", "hex")),
      version: 1,
      start: BigInt(AREA),
      size: BigInt(MIB - AREA),
      textOffset: 512n,
      textSize: BigInt(text.length),
      textChecksum: crc32(text, 0xf597a6cf, false),
    }),
  );
  disk.write(at + AREA + 512, text);
}

/** Writes an MBR. @param starts of the partitions, bytes */
function mbr(disk: MemoryStore, starts: readonly number[], length: number): void {
  const sector = new Uint8Array(512);
  const view = new DataView(sector.buffer);
  for (const [nth, start] of starts.entries()) {
    const at = 446 + nth * 16;
    sector[at + 4] = 0x8e;
    view.setUint32(at + 8, start / 512, true);
    view.setUint32(at + 12, length / 512, true);
  }
  sector.set([0x55, 0xaa], 510);
  disk.write(0, sector);
}

const made = () => Object.assign(new MemoryStore(SIZE), { logicalSectorSize: 512 });
const ONE = "a".repeat(32);
const OTHER = "b".repeat(32);
const idsOf = (disk: ReturnType<typeof made>) =>
  listVolumes(disk).places.map(({ id, offset }) => [id, offset]);

it("finds logical volumes of a physical one that a partition table was written over", () => {
  const disk = made();
  physical(disk, 0, ONE, groupText("group", 1, ONE, ["root"]));
  mbr(disk, [8 * MIB], MIB);
  expect(idsOf(disk)).toEqual([
    ["partition-1", 8 * MIB],
    ["disk", 0],
    ["lvm-vg0/root", MIB],
  ]);
});

it("shows the volumes of two groups of one name", () => {
  const disk = made();
  mbr(disk, [MIB, 8 * MIB], 7 * MIB);
  physical(disk, MIB, ONE, groupText("first", 1, ONE, ["root"]));
  physical(disk, 8 * MIB, OTHER, groupText("second", 9, OTHER, ["root"]));
  expect(idsOf(disk).slice(2)).toEqual([
    ["lvm-vg0/root", 2 * MIB],
    ["lvm-vg0/root-second", 9 * MIB],
  ]);
});

it("takes the newest state of a group", () => {
  const disk = made();
  mbr(disk, [MIB, 8 * MIB], 7 * MIB);
  physical(disk, MIB, ONE, groupText("group", 1, ONE, ["root", "removed"]));
  physical(disk, 8 * MIB, OTHER, groupText("group", 2, OTHER, ["root"]));
  expect(idsOf(disk).slice(2)).toEqual([["lvm-vg0/root", 9 * MIB]]);
});

import { MIB } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { applySteps, crashGroups } from "./crash-states.ts";
import { ImageBuilder, LOG_GUID } from "./image-builder.ts";
import type { LogWrite } from "./log-builder.ts";
import { PRODUCT } from "./product.ts";
import { Recording } from "./recording.ts";
import { image, pattern } from "./scenario-bases.ts";

/** An image whose log has to be replayed. */
export interface DirtyBase {
  readonly name: string;
  make(): ReadableStore;
}

/**
 * An image as a crash leaves it in a session that was never closed: the log is complete, but only every second group of its
 * writes is in its place.
 */
function interrupted(work: (guest: ReturnType<Recording["edit"]>) => void): ReadableStore {
  const recording = new Recording(image());
  work(recording.edit(PRODUCT));
  const disk = new OverlayStore(recording.base);
  for (const { steps } of crashGroups(recording.store.recorded, recording.base.size)) {
    const bat = recording.sessions[0]?.bat ?? { start: 0, end: 0 };
    applySteps(
      disk,
      steps.filter((step) => step.kind === "size" || step.offset < bat.start || step.offset >= bat.end),
    );
  }
  return disk;
}

/**
 * An image with another writer's log, which wraps, grows the file, and writes both region tables, metadata, zeros and the BAT.
 */
function foreign(): ReadableStore {
  const builder = new ImageBuilder({ virtualSize: 8 * MIB, room: 2 * MIB });
  const firstMib = builder.data / MIB;
  builder.place(0, firstMib);
  builder.fill(builder.data, MIB, 0x11);
  builder.fill(builder.data + MIB, MIB, 0x22);
  const sectors = (offset: number, count: number): LogWrite[] =>
    Array.from({ length: count }, (_, nth) => {
      const sector = new Uint8Array(LOG_SECTOR);
      builder.store.read(offset + nth * LOG_SECTOR, sector);
      return { fileOffset: offset + nth * LOG_SECTOR, sector };
    });
  const tables = REGION_TABLE_OFFSETS.flatMap((offset) => sectors(offset, 16));
  const metadata = sectors(builder.metadata.offset, 17);
  builder.place(1, firstMib + 1);
  builder.place(2, firstMib + 3);
  const bat = sectors(builder.bat.offset, 1);
  builder.setEntry(1, { state: 0, fileOffsetMb: 0 });
  builder.setEntry(2, { state: 0, fileOffsetMb: 0 });
  // These places are blank until the replay, so a reader that looks there before it finds nothing.
  for (const offset of [REGION_TABLE_OFFSETS[1], builder.metadata.offset]) builder.fill(offset, 64 * 1024, 0);
  const zeros: LogWrite[] = [{ fileOffset: builder.bat.offset + LOG_SECTOR, zeros: MIB - LOG_SECTOR }];
  const start = builder.log.length - 12 * LOG_SECTOR;
  const entries = [tables, metadata, [...zeros, ...bat]];
  let at = start;
  for (const [nth, writes] of entries.entries()) {
    const entry = { sequenceNumber: BigInt(90 + nth), tail: start, writes };
    builder.addLogEntry(at, {
      ...entry,
      flushedFileOffset: BigInt(builder.store.size),
      lastFileOffset: BigInt(builder.data + 5 * MIB),
    });
    const data = writes.filter((write) => "sector" in write).length;
    at = (at + (1 + data) * LOG_SECTOR) % builder.log.length;
  }
  builder.setHeaders({ logGuid: LOG_GUID });
  return builder.store;
}

export const DIRTY_BASES: readonly DirtyBase[] = [
  {
    name: "a session that was never closed",
    make: () =>
      interrupted((guest) => {
        for (let block = 0; block < 6; block++) guest.write(block * MIB + 5000, pattern(block, 2000));
        guest.trim(MIB, 2 * MIB, "release-space");
        guest.zero(4 * MIB, MIB);
        guest.flush();
      }),
  },
  {
    name: "a log that holds an empty entry alone",
    make: () => {
      const builder = new ImageBuilder();
      builder.addLogEntry(0, {});
      builder.setHeaders({ logGuid: LOG_GUID });
      return builder.store;
    },
  },
  { name: "a log that grows the file and goes around the ring", make: foreign },
];

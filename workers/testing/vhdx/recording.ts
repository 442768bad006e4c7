import type { ReadableStore } from "../../store/store.ts";
import { RecordingStore } from "../store/recording-store.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { applyLog } from "../../vhdx/write/apply-log.ts";
import type { createImage } from "../../vhdx/write/create.ts";
import type { DiskWriter, TrimMode } from "../../vhdx/write/disk-writer.ts";
import { type GuestBytes, GuestHistory } from "./guest-history.ts";
import { openAfterCrash } from "./judge.ts";

/** The write path that a scenario runs: the product's, or one with a planted fault. */
export interface WriteEngine {
  readonly DiskWriter: new (...args: ConstructorParameters<typeof DiskWriter>) => DiskWriter;
  readonly applyLog: typeof applyLog;
  readonly createImage: typeof createImage;
}

/** One use of the write path, with the identities that the image had when it began. */
export interface Session {
  /** Number of recorded operations when it began. */
  readonly at: number;
  readonly kind: "create" | "edit" | "replay";
  readonly fileWriteGuid: string | null;
  readonly dataWriteGuid: string | null;
  readonly log: { readonly start: number; readonly end: number };
  readonly bat: { readonly start: number; readonly end: number };
}

const NOWHERE = { start: 0, end: 0 };

/** The content of a guest's disk, without holes. */
export interface GuestContent {
  readonly size: number;
  readonly runs: readonly GuestBytes[];
}

/** Content of a store's virtual disk, as the engine reads it. */
export function guestBytes(store: ReadableStore): GuestContent {
  const { disk } = openAfterCrash(store).structures;
  if (disk === null) throw new Error("a scenario's base must have a virtual disk");
  return contentOf(disk);
}

/** Content of a virtual disk. */
export function contentOf(disk: VirtualDisk): GuestContent {
  const runs: GuestBytes[] = [];
  for (const { offset, length, source } of disk.extents(0, disk.size)) {
    if (source.kind !== "file") continue;
    const bytes = new Uint8Array(length);
    disk.read(offset, bytes);
    runs.push({ offset, bytes });
  }
  return { size: disk.size, runs };
}

/** Everything that a scenario did to an image: the store's operations, the guest's requests, and the promises to the guest. */
export class Recording {
  readonly base: ReadableStore;
  readonly store: RecordingStore;
  /** The disk below a differencing one. */
  readonly parent: ReadableStore | null;
  readonly history: GuestHistory;
  readonly sessions: Session[] = [];
  /** Each promise, with the number of recorded operations when it was given. */
  readonly promises: { readonly at: number; readonly kind: "exists" | "clean" }[] = [];
  readonly #generation: number;
  #guids = 0;
  /** States before this operation are not tried: the operations before it only prepare the image. */
  checkFrom = 0;

  /**
   * @param guest content of the virtual disk; by default read from the base.
   * @param generation how many recordings the base comes of, from 0 to 9, so that no GUID of theirs comes again
   */
  constructor(
    base: ReadableStore,
    guest?: GuestContent,
    parent: ReadableStore | null = null,
    generation = 0,
  ) {
    this.base = base;
    this.#generation = generation;
    this.parent = parent;
    this.store = new RecordingStore(base);
    const { size, runs } = guest ?? guestBytes(base);
    this.history = new GuestHistory(size, runs);
  }

  get now(): number {
    return this.store.recorded.length;
  }

  /** Numbered, so that a failure reads the same in every run, whatever was recorded before. */
  readonly newGuid = (): string => {
    this.#guids += 1;
    return `0000000${this.#generation}-0000-4000-8000-${this.#guids.toString(16).padStart(12, "0")}`;
  };

  begin(kind: Session["kind"]): void {
    if (kind === "create") {
      const nothing = { fileWriteGuid: null, dataWriteGuid: null, log: NOWHERE, bat: NOWHERE };
      this.sessions.push({ at: this.now, kind, ...nothing });
      return;
    }
    const { headers, structures } = openAfterCrash(this.store);
    const { fileWriteGuid = null, dataWriteGuid = null } = headers.active?.values ?? {};
    const run = (place: { offset: number; length: number } | null) =>
      place === null ? NOWHERE : { start: place.offset, end: place.offset + place.length };
    const bat = run(structures.regions.bat);
    this.sessions.push({ at: this.now, kind, fileWriteGuid, dataWriteGuid, log: run(headers.log), bat });
  }

  promise(kind: "exists" | "clean"): void {
    this.promises.push({ at: this.now, kind });
  }

  /** A guest that writes from now on. */
  edit(engine: WriteEngine): Guest {
    this.begin("edit");
    return new Guest(this, new engine.DiskWriter(this.store, this.newGuid, this.parent));
  }

  /** Replays the log into the file. */
  replay(engine: WriteEngine): void {
    this.begin("replay");
    engine.applyLog(this.store, this.newGuid);
    this.promise("clean");
  }
}

/** A guest that remembers what it did. */
export class Guest {
  readonly #recording: Recording;
  readonly #writer: DiskWriter;
  readonly #blockSize: number;
  readonly #fixed: boolean;

  constructor(recording: Recording, writer: DiskWriter) {
    const { facts } = openAfterCrash(recording.base).structures;
    this.#recording = recording;
    this.#writer = writer;
    this.#blockSize = facts.blockSize ?? 0;
    this.#fixed = facts.type === "fixed";
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#recording.history.change(this.#recording.now, offset, bytes.length, bytes);
    this.#writer.write(offset, bytes);
  }

  zero(offset: number, length: number): void {
    this.#recording.history.change(this.#recording.now, offset, length, null);
    this.#writer.zero(offset, length);
  }

  /** Blocks wholly inside the run read as zeros afterwards. */
  trim(offset: number, length: number, mode: TrimMode): void {
    const size = this.#blockSize;
    const first = Math.ceil(offset / size) * size;
    const end =
      offset + length === this.#writer.size ? this.#writer.size : Math.floor((offset + length) / size) * size;
    if (!this.#fixed && first < end)
      this.#recording.history.change(this.#recording.now, first, end - first, null);
    this.#writer.trim(offset, length, mode);
  }

  flush(): void {
    this.#writer.flush();
    this.#recording.history.flushed(this.#recording.now);
  }

  close(): void {
    this.#writer.close();
    this.#recording.history.flushed(this.#recording.now);
    this.#recording.promise("clean");
  }
}

import type { Finding } from "../../api/index.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import type { Bat } from "../../vhdx/bat/bat.ts";
import { offsetOf, stateOf } from "../../vhdx/bat/bat-bits.ts";
import { checkWholeBat } from "../../vhdx/bat/bat-check.ts";
import { BITMAP_BLOCK_SIZE } from "../../shared/geometry.ts";
import { type Headers, readHeaders } from "../../vhdx/headers/headers.ts";
import { readIdentifier } from "../../vhdx/headers/identifier.ts";
import { readStructures, type Structures } from "../../vhdx/image.ts";
import { ReplayedStore } from "../../vhdx/log/replay.ts";
import { scanLog } from "../../vhdx/log/scan.ts";
import { SB_PRESENT } from "../../shared/bat-states.ts";
import type { CrashedStore } from "./crashed-store.ts";
import { type GuestHistory, GuestModel } from "./guest-history.ts";

const CHUNK = 64 * 1024;

/** What must hold in a state, beyond the bytes that the guest reads. */
export interface Expectation {
  /** The file must be a VHDX. */
  readonly mustExist: boolean;
  /** The log must be empty. */
  readonly mustBeClean: boolean;
  /** A damaged header is no fault: the sector in flight was garbled. */
  readonly headerMayBeDamaged: boolean;
  /** GUIDs that the active header must not have any more, and GUIDs that it must still have. */
  readonly staleFileWriteGuid: string | null;
  readonly staleDataWriteGuid: string | null;
  readonly keptDataWriteGuid: string | null;
}

/** An image as the engine opens it after a crash. */
export interface Opened {
  readonly headers: Headers;
  readonly layer: ReadableStore;
  readonly structures: Structures;
  /** Runs that the log writes. */
  readonly replayed: readonly { readonly start: number; readonly end: number }[];
  readonly findings: readonly Finding[];
}

/** Opens an image after a crash: headers, log, replay, structures, every BAT entry. */
export function openAfterCrash(store: ReadableStore): Opened {
  const headers = readHeaders(store);
  const findings: Finding[] = [...readIdentifier(store).findings, ...headers.findings];
  let layer = store;
  let replayed: { start: number; end: number }[] = [];
  if (headers.dirty && headers.log !== null) {
    const scan = runSteps(scanLog(store, headers, headers.log));
    findings.push(...scan.findings);
    if (scan.replayable) {
      const after = runSteps(ReplayedStore.replay(store, scan.ring, scan.active));
      replayed = [...after.writtenRuns()];
      layer = after;
    }
  }
  const structures = readStructures(layer, headers.log);
  findings.push(...structures.findings);
  if (structures.bat !== null) {
    findings.push(...checkWholeBat(layer, structures, structures.bat).findings);
  }
  return { headers, layer, structures, replayed, findings };
}

/** Places of the sector bitmaps that a differencing disk has. */
function bitmapsOf(bat: Bat): { start: number; end: number }[] {
  const { geometry } = bat;
  const places: { start: number; end: number }[] = [];
  for (let chunk = 0; geometry.differencing && chunk < geometry.bitmapBlocks; chunk++) {
    const { low, high } = bat.halves(geometry.bitmapIndex(chunk));
    const start = offsetOf(low, high);
    if (stateOf(low) === SB_PRESENT) places.push({ start, end: start + BITMAP_BLOCK_SIZE });
  }
  return places;
}

/** Finds what is wrong with the states of one recording, group by group. */
export class Judge {
  readonly #model: GuestModel;
  readonly #durable: ReadableStore;
  readonly #parent: ReadableStore | null;
  /** Answers for bytes that no state of the group touches, by guest and file offset. */
  readonly #known = new Map<string, string | null>();
  readonly #buffer = new Uint8Array(CHUNK);
  /** Every DataWriteGuid and FileWriteGuid that a header has had. */
  readonly dataWriteGuids = new Set<string>();
  readonly fileWriteGuids = new Set<string>();

  /**
   * @param durable the bytes that are certainly on the disk; it grows with each group
   * @param parent the disk below a differencing one
   */
  constructor(history: GuestHistory, durable: ReadableStore, parent: ReadableStore | null = null) {
    this.#parent = parent;
    this.#model = new GuestModel(history);
    this.#durable = durable;
  }

  /** @param operations how many operations had been begun when the crash came. */
  startGroup(operations: number): void {
    this.#model.advance(operations);
    this.#known.clear();
  }

  /** @returns what is wrong; null if nothing is. */
  problem(state: CrashedStore, expected: Expectation): string | null {
    // A file gets its signature last: without it, it was never finished.
    if (
      readIdentifier(state).findings.some(({ code }) => code === "not-vhdx" || code === "identifier-damaged")
    )
      return expected.mustExist ? "the file is no VHDX" : null;
    const opened = openAfterCrash(state);
    const { headers, structures, replayed, findings } = opened;
    const damage = findings.find(
      ({ code, severity }) =>
        severity !== "info" &&
        code !== "log-needs-replay" &&
        !(expected.headerMayBeDamaged && code === "header-copy-damaged"),
    );
    if (damage !== undefined) return `${damage.code}: ${damage.message}`;
    const { active } = headers;
    const { bat, disk } = structures;
    if (active === null || bat === null || disk === null) return "there is no virtual disk";
    const { fileWriteGuid, dataWriteGuid } = active.values;
    this.fileWriteGuids.add(fileWriteGuid);
    this.dataWriteGuids.add(dataWriteGuid);
    if (expected.mustBeClean && headers.dirty) return "the log is not empty";
    if (fileWriteGuid === expected.staleFileWriteGuid)
      return "FileWriteGuid is that of before the first write";
    if (dataWriteGuid === expected.staleDataWriteGuid)
      return "DataWriteGuid is that of before the first write";
    if (expected.keptDataWriteGuid !== null && dataWriteGuid !== expected.keptDataWriteGuid)
      return "the replay changed DataWriteGuid";
    if (expected.keptDataWriteGuid === null) {
      const places = [{ start: bat.offset, end: bat.offset + bat.byteLength + CHUNK }, ...bitmapsOf(bat)];
      const stray = replayed.find(
        (run) => !places.some(({ start, end }) => run.start >= start && run.end <= end),
      );
      if (stray !== undefined)
        return `the log writes outside of the BAT and the bitmaps, at ${stray.start / MIB} MiB`;
    }
    for (const extent of disk.extents(0, disk.size)) {
      const { offset, length, source } = extent;
      let problem: string | null;
      if (source.kind === "zero")
        problem = this.#remember(`zero ${offset} ${length}`, () => this.#model.zeroProblem(offset, length));
      else if (source.kind === "file")
        problem = this.#fileProblem(state, opened, offset, source.fileOffset, length);
      else if (source.kind === "parent") problem = this.#parentProblem(offset, length);
      else problem = source.reason;
      if (problem !== null) return problem;
    }
    return null;
  }

  #parentProblem(offset: number, length: number): string | null {
    const parent = this.#parent;
    if (parent === null) return "bytes are said to be in a parent";
    return this.#remember(`parent ${offset} ${length}`, () => {
      const bytes = new Uint8Array(length);
      bytes.set(readUpTo(parent, offset, length));
      return this.#model.problem(offset, bytes);
    });
  }

  #fileProblem(
    state: CrashedStore,
    { layer, replayed }: Opened,
    offset: number,
    fileOffset: number,
    length: number,
  ): string | null {
    for (let done = 0; done < length; done += CHUNK) {
      const size = Math.min(CHUNK, length - done);
      const from = fileOffset + done;
      const judge = (store: ReadableStore) => {
        const bytes = this.#buffer.subarray(0, size);
        store.read(from, bytes);
        return this.#model.problem(offset + done, bytes);
      };
      const changed =
        state.touches(from, size) || replayed.some((run) => run.start < from + size && from < run.end);
      const problem = changed
        ? judge(layer)
        : this.#remember(`${offset + done} ${from} ${size}`, () => judge(this.#durable));
      if (problem !== null) return problem;
    }
    return null;
  }

  #remember(key: string, find: () => string | null): string | null {
    let known = this.#known.get(key);
    if (known === undefined) {
      known = find();
      this.#known.set(key, known);
    }
    return known;
  }
}

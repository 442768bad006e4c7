import type { JobPort, ZeroedRun } from "../../../api/index.ts";
import { IntervalSet } from "../../../bytes/intervals.ts";
import { KIB, roundDown } from "../../../shared/numbers.ts";
import { ReadFailure, type ReadRun } from "../../../store/read-failure.ts";
import type { ReadableStore } from "../../../store/store.ts";
import type { Gate } from "../../jobs/jobs.ts";
import { unreadSentence } from "../../report/zeroed-words.ts";
import { type Piece, readPiece } from "../pieces/pieces.ts";

/** Bytes. A drive fails by sectors, so shorter runs are not tried. */
const SMALLEST = 4 * KIB;

/** Where the bytes of an export come from, to name runs that can't be read. */
export interface Origins {
  /** Name of the file that a store's bytes are in. */
  readonly nameOf: (store: ReadableStore) => string;
  /** Whether places in the result are places in the virtual disk. */
  readonly isRaw: boolean;
  /** Counts a read of a store, or a slice of one that the browser reads during a download. @param length bytes */
  readonly count?: (store: ReadableStore, length: number) => void;
}

/** A run of a store that could not be read. */
interface Lost {
  readonly store: ReadableStore;
  readonly run: ReadRun;
  /** Place in the result minus place in the store, bytes. */
  readonly shift: number;
}

/** Runs in the order of the result, with neighbours joined. */
function inOrder(lost: readonly Lost[]): readonly Lost[] {
  const runs: Lost[] = [];
  const sorted = lost.toSorted((a, b) => a.run.offset + a.shift - (b.run.offset + b.shift));
  for (const { store, run, shift } of sorted) {
    const last = runs.at(-1);
    const goesOn =
      last?.store === store && last.shift === shift && last.run.offset + last.run.length === run.offset;
    if (goesOn)
      runs[runs.length - 1] = { store, shift, run: { ...last.run, length: last.run.length + run.length } };
    else runs.push({ store, run, shift });
  }
  return runs;
}

/**
 * Reads for one export from drives that may fail. Asks the user at the first run that can't be read. If the export goes on, that
 * run and later ones are read again in halves, down to 4 KiB, so that as few bytes as possible become zeros.
 */
export class Salvage {
  readonly #ask: NonNullable<JobPort["unread"]>;
  readonly #origins: Origins;
  readonly #job: Gate;
  readonly #lost: Lost[] = [];
  readonly #lostIn = new Map<ReadableStore, IntervalSet>();
  /** The user's answer. The user is asked once, even if several reads fail at a time. */
  #agreed: Promise<boolean> | null = null;

  /** @param ask asks the user; without it a failed read is an error */
  constructor(ask: JobPort["unread"], origins: Origins, job: Gate) {
    this.#ask = ask ?? (() => Promise.resolve(false));
    this.#origins = origins;
    this.#job = job;
  }

  /** As `readPiece`, with zeros for what can't be read where the user agrees. */
  readonly readRun = async (
    piece: Piece,
    offset: number,
    length: number,
    at: number,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    if (piece.kind === "store") this.count(piece.store, length);
    try {
      return await readPiece(piece, offset, length);
    } catch (thrown) {
      if (piece.kind !== "store") throw thrown;
      const start = piece.offset + offset;
      const shift = at - start;
      await this.agree(thrown, { store: piece.store, run: { offset: start, length }, shift });
      const bytes = new Uint8Array(length);
      await this.#readHalves(piece.store, start, bytes, shift);
      return bytes;
    }
  };

  /** Counts a read that goes past what counts the reads of views. @param length bytes */
  readonly count = (store: ReadableStore, length: number): void => this.#origins.count?.(store, length);

  /** Runs of `[start, end)` of a store that could not be read. */
  readonly lost = (
    store: ReadableStore,
    start: number,
    end: number,
  ): Iterable<{ start: number; end: number }> => this.#lostIn.get(store)?.within(start, end) ?? [];

  /** The runs that could not be read, in the order of the result. */
  get zeroed(): readonly ZeroedRun[] {
    return inOrder(this.#lost).map((lost) => this.#placed(lost));
  }

  #placed({ store, run, shift }: Lost): ZeroedRun {
    const { nameOf, isRaw } = this.#origins;
    return { file: nameOf(store), ...run, diskOffset: isRaw ? run.offset + shift : null };
  }

  /**
   * Resolves where the export goes on without the bytes of a failed read.
   *
   * @param lost where they are; left out where that is not known yet
   * @throws what was thrown, where that is no failing disk or the user does not want to go on.
   */
  async agree(thrown: unknown, lost: Lost | null = null): Promise<void> {
    if (!(thrown instanceof ReadFailure)) throw thrown;
    this.#agreed ??= this.#ask(lost === null ? thrown.message : unreadSentence(this.#placed(lost)));
    if (!(await this.#agreed)) throw thrown;
  }

  /** Reads the readable parts of a run that fails as a whole. */
  async #readHalves(store: ReadableStore, offset: number, into: Uint8Array, shift: number): Promise<void> {
    const middle = roundDown(offset + into.length / 2, SMALLEST);
    if (middle <= offset) return this.#note({ store, run: { offset, length: into.length }, shift });
    await this.#readHalf(store, offset, into.subarray(0, middle - offset), shift);
    await this.#readHalf(store, middle, into.subarray(middle - offset), shift);
  }

  async #readHalf(store: ReadableStore, offset: number, into: Uint8Array, shift: number): Promise<void> {
    await this.#job.checkpoint();
    this.count(store, into.length);
    try {
      into.set(await store.readBulk(offset, into.length));
    } catch (thrown) {
      if (!(thrown instanceof ReadFailure)) throw thrown;
      await this.#readHalves(store, offset, into, shift);
    }
  }

  #note(lost: Lost): void {
    const { store, run } = lost;
    const known = this.#lostIn.get(store) ?? new IntervalSet();
    this.#lostIn.set(store, known);
    known.add(run.offset, run.offset + run.length);
    this.#lost.push(lost);
  }
}

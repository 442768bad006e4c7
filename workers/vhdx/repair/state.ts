import type { Finding } from "../../api/index.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import { type BatCheckResult, checkWholeBat } from "../bat/bat-check.ts";
import type { FindingCode } from "../findings/index.ts";
import { type Headers, readHeaders } from "../headers/headers.ts";
import { readStructures, type Structures } from "../image.ts";
import { ReplayedStore } from "../log/replay.ts";
import { type LogScan, scanLog } from "../log/scan.ts";

/** What was read of a file already, so that planning reads no table twice. Null: not looked at, and not to be looked at. */
export interface KnownState {
  readonly headers: Headers;
  readonly scan: LogScan | null;
  /** The file with its log applied where it can be. */
  readonly store: ReadableStore;
  readonly structures: Structures;
  readonly check: BatCheckResult | null;
}

/** A file as the planners see it: everything that was read of it, and what was found. */
export class RepairState {
  /** The file as stored. */
  readonly stored: ReadableStore;
  readonly headers: Headers;
  readonly scan: LogScan | null;
  /** The file with its log applied where it can be: what regions, metadata and BAT are mended in. */
  readonly store: ReadableStore;
  readonly structures: Structures;
  readonly #check: BatCheckResult | null | undefined;

  constructor(stored: ReadableStore, known: KnownState | null = null) {
    this.stored = stored;
    this.headers = known?.headers ?? readHeaders(stored);
    const { log } = this.headers;
    this.scan =
      known === null && log !== null ? runSteps(scanLog(stored, this.headers, log)) : (known?.scan ?? null);
    this.store = known?.store ?? this.#replayed();
    this.structures = known?.structures ?? readStructures(this.store, log);
    const { bat } = this.structures;
    this.#check =
      known !== null ? known.check : bat === null ? null : checkWholeBat(this.store, this.structures, bat);
  }

  #replayed(): ReadableStore {
    if (this.scan === null || !this.canReplay) return this.stored;
    return runSteps(ReplayedStore.replay(this.stored, this.scan.ring, this.scan.active));
  }

  get canReplay(): boolean {
    return (
      this.scan?.replayable === true && !this.headers.findings.some(({ severity }) => severity === "fatal")
    );
  }

  /** Null where there is no BAT, or it was not looked at as a whole. */
  get check(): BatCheckResult | null {
    return this.#check ?? null;
  }

  get findings(): readonly Finding[] {
    return [
      ...this.headers.findings,
      ...(this.scan?.findings ?? []),
      ...this.structures.findings,
      ...(this.check?.findings ?? []),
    ];
  }

  /** Findings with one of these codes, in the order found. */
  with(...codes: readonly FindingCode[]): readonly Finding[] {
    const wanted = new Set<string>(codes);
    return this.findings.filter(({ code }) => wanted.has(code));
  }
}

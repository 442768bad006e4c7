import type { Finding } from "../../api/index.ts";
import type { ReadonlyWords } from "../../bytes/sparse-words.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import { type BatCheckResult, checkBatSteps } from "../bat/bat-check.ts";
import type { FindingCode } from "../findings/index.ts";
import { type Headers, readHeaders } from "../headers/headers.ts";
import { type Identifier, readIdentifier } from "../headers/identifier.ts";
import { readStructures, type Structures } from "../image.ts";
import { BlockClaims } from "./bat/claims.ts";
import { ReplayedStore } from "../log/replay.ts";
import { type LogScan, scanLog } from "../log/scan.ts";

/** Structures of a file that were read already, so that planning reads no table twice. Null: not read, and not to be read. */
export interface KnownState {
  readonly identifier: Pick<Identifier, "findings">;
  readonly headers: Headers;
  readonly scan: LogScan | null;
  /** The file with its log applied where that is possible. */
  readonly store: ReadableStore;
  readonly structures: Structures;
  readonly check: BatCheckResult | null;
}

const mayReplay = ({ headers, scan }: Pick<KnownState, "headers" | "scan">): boolean =>
  scan?.replayable === true && !headers.findings.some(({ severity }) => severity === "fatal");

/** A file as the planners see it: its structures and its findings. */
export class RepairState {
  /** The file as stored. */
  readonly stored: ReadableStore;
  readonly headers: Headers;
  readonly scan: LogScan | null;
  /** The file with its log applied where that is possible. Regions, metadata and BAT are repaired in it. */
  readonly store: ReadableStore;
  readonly structures: Structures;
  /** Null where there is no BAT, or not all of it was checked. */
  readonly check: BatCheckResult | null;
  readonly findings: readonly Finding[];
  #claims: BlockClaims | null = null;
  /** Indexes into the list above, by code. */
  readonly #byCode = new Map<string, number[]>();

  constructor(stored: ReadableStore, known: KnownState) {
    this.stored = stored;
    this.headers = known.headers;
    this.scan = known.scan;
    this.store = known.store;
    this.structures = known.structures;
    this.check = known.check;
    this.findings = [
      ...known.identifier.findings,
      ...this.headers.findings,
      ...(this.scan?.findings ?? []),
      ...this.structures.findings,
      ...(this.check?.findings ?? []),
    ];
    for (const [at, { code }] of this.findings.entries()) {
      const same = this.#byCode.get(code);
      if (same === undefined) this.#byCode.set(code, [at]);
      else same.push(at);
    }
  }

  /** Reads a file. @param kept findings about BAT entries kept of each code at most. */
  static *read(stored: ReadableStore, kept?: number): Steps<RepairState> {
    const headers = readHeaders(stored);
    const { log } = headers;
    const scan = log === null ? null : yield* scanLog(stored, headers, log);
    const store =
      scan !== null && mayReplay({ headers, scan })
        ? yield* ReplayedStore.replay(stored, scan.ring, scan.active)
        : stored;
    const structures = readStructures(store, log);
    const { bat } = structures;
    const check = bat === null ? null : yield* checkBatSteps(store, structures, bat, kept);
    const identifier = readIdentifier(stored);
    return new RepairState(stored, { identifier, headers, scan, store, structures, check });
  }

  get canReplay(): boolean {
    return mayReplay(this);
  }

  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none; null where that is not known. */
  get owners(): ReadonlyWords | null {
    return this.#claims?.owners ?? this.check?.owners ?? null;
  }

  /** Keeps the owners up to date while single entries change; null where no owners are known. */
  get claims(): BlockClaims | null {
    const { bat } = this.structures;
    const owners = this.check?.owners ?? null;
    if (bat === null || this.check === null || owners === null) return null;
    this.#claims ??= new BlockClaims(bat, this.structures, owners, this.store.size, this.check);
    return this.#claims;
  }

  /** Findings with one of these codes, in the order found. */
  with(...codes: readonly FindingCode[]): readonly Finding[] {
    const at = codes.flatMap((code) => this.#byCode.get(code) ?? []);
    return at.toSorted((a, b) => a - b).flatMap((each) => this.findings[each] ?? []);
  }
}

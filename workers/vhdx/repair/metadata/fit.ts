import type { Finding } from "../../../api/index.ts";
import { BAT_ENTRY_SIZE, Geometry, SECTORS_PER_BITMAP } from "../../../shared/geometry.ts";
import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import type { FindingCode } from "../../findings/index.ts";
import type { DiskFacts } from "../../metadata/disk-facts.ts";
import type { Metadata } from "../../metadata/metadata.ts";
import type { MetadataItem } from "../../metadata/metadata-item.ts";
import type { Region } from "../../regions/regions.ts";
import { METADATA_TABLE_SIZE } from "../../structs/metadata-table.ts";
import { readUpTo } from "../../../store/store.ts";
import { type BatSurvey, type GuestTable, guestTable, surveyBat } from "../bat/bat-survey.ts";
import type { RepairState } from "../state.ts";

/** What one fault adds to a score; what is only odd adds 1. */
export const HARD = 1000;

/** Findings of severity info that no writer causes: they count where values are compared. */
const ODD: ReadonlySet<string> = new Set<FindingCode>([
  "metadata-table-slack",
  "metadata-slack",
  "metadata-unknown",
  "metadata-user-item",
  "disk-id-nil",
  "physical-sector-smaller",
  "file-parameters-both",
]);

const HAS_OWN_FIX: ReadonlySet<string> = new Set<FindingCode>([
  "metadata-duplicate",
  "metadata-item-flags",
  "metadata-item-long",
]);

/** Blocks that a BAT must name before their distances say something about the block size. */
const FEWEST_BLOCKS = 4;

/** Bytes behind the table that are searched for bytes of no item: the items of MS-VHDX lie there. */
const LOOKED_AT = 4096;
/** What bytes of no item add to a score. */
const STRAY = 20;

const covers = ({ offset, values }: MetadataItem, at: number): boolean =>
  offset !== null && at >= offset && at < offset + values.length;

function geometryOf({ type, virtualSize, blockSize, logicalSectorSize }: DiskFacts): Geometry | null {
  if (type === null || virtualSize === null || blockSize === null || logicalSectorSize === null) return null;
  return new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" });
}

const isFault = ({ severity }: Finding) => severity !== "info";

/** A Virtual Disk ID of zeros is possible, but it is what a wrong offset gives. */
const isBlank = ({ code }: Finding) => code === "disk-id-nil";

/** How well metadata fits itself, the BAT and the guest's partition table. */
export class FitCheck {
  readonly #state: RepairState;
  /** Undefined until it is asked for, as it reads up to 4 MiB. */
  #surveyed: BatSurvey | null | undefined;
  /** Undefined until it is asked for, as it reads from the disk's first block. */
  #guestTable: GuestTable | null | undefined;
  readonly #room: number;
  readonly #tooSmall: readonly Finding[];
  /** Places in the file, in bytes, behind the metadata table, that are not zero. */
  readonly #filled: readonly number[];

  constructor(state: RepairState, { offset }: Region) {
    this.#state = state;
    const start = offset + METADATA_TABLE_SIZE;
    const behind = readUpTo(state.store, start, LOOKED_AT);
    this.#filled = [...behind.keys()].filter((at) => behind[at] !== 0).map((at) => start + at);
    this.#room = state.structures.regions.bat?.length ?? 0;
    this.#tooSmall = state.with("bat-too-small");
  }

  get #survey(): BatSurvey | null {
    if (this.#surveyed === undefined) this.#surveyed = surveyBat(this.#state);
    return this.#surveyed;
  }

  get #guest(): GuestTable | null {
    if (this.#guestTable === undefined) this.#guestTable = guestTable(this.#state);
    return this.#guestTable;
  }

  /** What the metadata was held against, as sentences. */
  get words(): readonly string[] {
    const survey = this.#survey;
    const guest = this.#guest;
    return [
      ...(survey === null || survey.last < 0
        ? []
        : [
            `The block allocation table has ${countText(survey.set, "entry", "entries")} in use, the last of them entry ${survey.last}.`,
          ]),
      ...(guest === null ? [] : [`The guest's partition table was written for ${sizeText(guest.diskSize)}.`]),
    ];
  }

  /**
   * Whether something is wrong that a byte of the metadata can explain. Entries that are named twice, and those with wrong flags or
   * lengths, have certain fixes of their own; there can be thousands of them.
   */
  needsRepair(metadata: Metadata): boolean {
    const { findings, facts } = metadata;
    const isWrong = (each: Finding) =>
      (isFault(each) && !HAS_OWN_FIX.has(each.code)) || (isBlank(each) && this.#hasStray(metadata));
    if (findings.some(isWrong) || this.#tooSmall.length > 0) return true;
    // What contradicts the metadata is a finding about the BAT too, at least a remark, so a BAT without findings is not read again. A
    // BAT that was not checked yet is large; planning starts again once the check is done.
    const { check } = this.#state;
    const isRemarked = this.#state.findings.some(({ code }) => code.startsWith("bat-"));
    return check !== null && isRemarked && this.#contradictions(facts, true) > 0;
  }

  /** Findings that a right byte removes. */
  repaired({ findings }: Metadata): readonly Finding[] {
    return [...findings.filter((each) => isFault(each) || isBlank(each)), ...this.#tooSmall];
  }

  /** Whether bytes stand where no entry points to, as those of an item whose offset is wrong. */
  #hasStray({ items }: Metadata): boolean {
    return this.#filled.some((at) => !items.some((item) => covers(item, at)));
  }

  /** 0 where nothing is wrong; else the more, the worse. */
  score(metadata: Metadata): number {
    const { findings, facts } = metadata;
    let score = this.#hasStray(metadata) ? STRAY : 0;
    for (const finding of findings) {
      if (isFault(finding)) score += HARD;
      else if (ODD.has(finding.code)) score += 1;
    }
    return score + HARD * this.#contradictions(facts, false) + this.#oddities(facts);
  }

  /**
   * Contradictions to the BAT.
   *
   * @param alone counts only those that no writer causes, so that a disk that was made smaller is not called damaged.
   */
  #contradictions(facts: DiskFacts, alone: boolean): number {
    const geometry = geometryOf(facts);
    const survey = this.#survey;
    if (geometry === null || survey === null) return 0;
    const { batEntries, blockSize, logicalSectorSize } = geometry;
    let found = 0;
    if (batEntries * BAT_ENTRY_SIZE > this.#room) found += 1;
    if (!alone && survey.last >= batEntries) found += 1;
    if (
      isGapless(survey, blockSize, logicalSectorSize) &&
      facts.type === "fixed" &&
      survey.last + 1 !== batEntries
    )
      found += 1;
    if (survey.partial && facts.type !== "differencing") found += 1;
    if (isTooClose(survey, blockSize)) found += 1;
    if (!alone && this.#guest !== null && this.#guest.sectorSize !== logicalSectorSize) found += 1;
    return found;
  }

  /** What is possible, but unusual. */
  #oddities(facts: DiskFacts): number {
    const geometry = geometryOf(facts);
    if (geometry === null) return 0;
    const { batEntries, virtualSize, blockSize, logicalSectorSize } = geometry;
    let odd = 0;
    if (roundUp(batEntries * BAT_ENTRY_SIZE, MIB) !== this.#room) odd += 4;
    if (virtualSize % MIB !== 0) odd += 1;
    if (this.#guest !== null && this.#guest.diskSize !== virtualSize) odd += 2;
    const survey = this.#survey;
    // A table without a gap was written for a fixed disk, or for one that is full.
    if (survey !== null && isGapless(survey, blockSize, logicalSectorSize)) {
      if (survey.last + 1 !== batEntries) odd += 2;
    }
    return odd;
  }
}

/** Whether every payload entry up to the last one is set; the sector bitmap's entry after each chunk is not counted. */
export function isGapless(survey: BatSurvey, blockSize: number, sectorSize: number): boolean {
  const perChunk = (SECTORS_PER_BITMAP * sectorSize) / blockSize + 1;
  const bitmaps = Math.floor((survey.last + 1) / perChunk);
  return survey.last > 0 && survey.present >= survey.last + 1 - bitmaps;
}

/** Whether most blocks lie closer together than a block is long. */
function isTooClose({ places }: BatSurvey, blockSize: number): boolean {
  if (places.length < FEWEST_BLOCKS) return false;
  const apart = blockSize / MIB;
  const close = places.filter((place, at) => (places[at + 1] ?? Number.POSITIVE_INFINITY) - place < apart);
  return close.length > (places.length - 1) / 2;
}

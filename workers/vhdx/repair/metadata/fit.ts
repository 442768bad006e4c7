import type { Finding } from "../../../api/index.ts";
import { BAT_ENTRY_SIZE, Geometry, SECTORS_PER_BITMAP } from "../../../shared/geometry.ts";
import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import type { FindingCode } from "../../findings/index.ts";
import type { DiskFacts } from "../../metadata/disk-facts.ts";
import type { Metadata } from "../../metadata/metadata.ts";
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

/** Blocks that a BAT must name before their distances say something about the block size. */
const FEWEST_BLOCKS = 4;

function geometryOf({ type, virtualSize, blockSize, logicalSectorSize }: DiskFacts): Geometry | null {
  if (type === null || virtualSize === null || blockSize === null || logicalSectorSize === null) return null;
  return new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" });
}

const isFault = ({ severity }: Finding) => severity !== "info";

/** How well metadata fits itself, the BAT and the guest's partition table. */
export class FitCheck {
  readonly #survey: BatSurvey | null;
  readonly #guest: GuestTable | null;
  readonly #room: number;
  readonly #tooSmall: readonly Finding[];

  constructor(state: RepairState) {
    this.#survey = surveyBat(state);
    this.#guest = guestTable(state);
    this.#room = state.structures.regions.bat?.length ?? 0;
    this.#tooSmall = state.with("bat-too-small");
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

  /** Whether something is wrong that a byte of the metadata can explain. */
  needsRepair({ findings, facts }: Metadata): boolean {
    return findings.some(isFault) || this.#tooSmall.length > 0 || this.#contradictions(facts, true) > 0;
  }

  /** Findings that a right byte removes. */
  repaired({ findings }: Metadata): readonly Finding[] {
    return [...findings.filter(isFault), ...this.#tooSmall];
  }

  /** 0 where nothing is wrong; else the more, the worse. */
  score({ findings, facts }: Metadata): number {
    let score = 0;
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

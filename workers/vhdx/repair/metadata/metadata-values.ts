import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { SECTORS_PER_BITMAP } from "../../../shared/geometry.ts";
import { LARGEST_DISK } from "../../metadata/disk-facts.ts";
import { type BatSurvey, guestTable, surveyBat } from "../bat/bat-survey.ts";
import type { RepairState } from "../state.ts";
import { isGapless } from "./fit.ts";

/** A value that a metadata item may have had, with the evidence for it. */
export interface Candidate<T> {
  readonly value: T;
  readonly evidence: readonly string[];
  readonly loss: string | null;
}

const LARGEST_BLOCK = 256 * MIB;
const LONGEST_GAP = Number.POSITIVE_INFINITY;

/** The payload block of a BAT index; the entry of a sector bitmap follows each chunk (MS-VHDX 2.5). */
function blockOf(index: number, blockSize: number, sectorSize: number): number {
  const chunkRatio = (SECTORS_PER_BITMAP * sectorSize) / blockSize;
  return index - Math.floor(index / (chunkRatio + 1));
}

/** The smallest distance in bytes between two blocks, or between a block and the structure after it. */
function smallestGap(state: RepairState, { places }: BatSurvey): number {
  const structures = state.structures.occupied.runs.map(({ start }) => start);
  let gap = LONGEST_GAP;
  for (const [at, place] of places.entries()) {
    const behind = [places[at + 1] ?? LONGEST_GAP, ...structures.filter((start) => start > place)];
    gap = Math.min(gap, Math.min(...behind) - place);
  }
  return gap * MIB;
}

/** Block sizes in bytes that fit the places of the blocks in the BAT; the likeliest first. */
export function blockSizes(state: RepairState): readonly Candidate<number>[] {
  const survey = surveyBat(state);
  if (survey === null || survey.places.length === 0) return [];
  const gap = smallestGap(state, survey);
  const room = roundUp(state.store.size, MIB) - (survey.places.at(-1) ?? 0) * MIB;
  const { virtualSize, logicalSectorSize } = state.structures.facts;
  const possible: number[] = [];
  for (let size = LARGEST_BLOCK; size >= MIB; size /= 2) {
    const fits =
      virtualSize === null || blockOf(survey.last, size, logicalSectorSize ?? 512) * size < virtualSize;
    // A file may end inside its last block, but hardly in its first half.
    if (size <= gap && size / 2 < room && fits) possible.push(size);
  }
  const apart = `The BAT names ${countText(survey.places.length, "block")} in the file; the closest two places are ${gap === LONGEST_GAP ? "not known" : `${gap / MIB} MiB apart`}, so blocks can't be larger.`;
  const only = possible.length === 1;
  return possible.map((value) => ({
    value,
    evidence: [
      apart,
      ...(virtualSize === null
        ? []
        : [
            `With blocks of ${sizeText(value)} the last entry in use, ${survey.last}, lies inside the disk's ${sizeText(virtualSize)}.`,
          ]),
      only ? "No other size fits." : `Sizes that fit: ${possible.map(sizeText).join(", ")}.`,
    ],
    loss: only ? null : "If the size is wrong, the disk's contents are in the wrong order.",
  }));
}

/** Sizes in bytes that the virtual disk may have; the likeliest first. */
export function virtualSizes(state: RepairState): readonly Candidate<number>[] {
  const survey = surveyBat(state);
  const { blockSize, logicalSectorSize } = state.structures.facts;
  if (survey === null || blockSize === null) return [];
  const sectorSize = logicalSectorSize ?? 512;
  const used = (blockOf(survey.last, blockSize, sectorSize) + 1) * blockSize;
  const most = Math.min(LARGEST_DISK, (blockOf(survey.room - 1, blockSize, sectorSize) + 1) * blockSize);
  const lastUsed = `The last entry of the BAT that is in use is ${survey.last}, so the disk has at least ${sizeText(used)}.`;
  const room = `The BAT has room for ${countText(survey.room, "entry", "entries")}, so the disk has at most ${sizeText(most)}.`;
  const found: Candidate<number>[] = [];
  const guest = guestTable(state);
  if (guest !== null && guest.diskSize > used - blockSize && guest.diskSize <= most) {
    const said = `The partition table (GPT) in the disk's first block was written for a disk of ${sizeText(guest.diskSize)}: its backup is in the last sector.`;
    found.push({ value: guest.diskSize, evidence: [said, lastUsed, room], loss: null });
  }
  const gapless = survey.gapless || isGapless(survey, blockSize, sectorSize);
  if (gapless) {
    const every = "Every entry up to there is set, as in a table for exactly that many blocks.";
    found.push({
      value: used,
      evidence: [lastUsed, every],
      loss: "The disk may have ended inside its last block.",
    });
  }
  found.push({
    value: most,
    evidence: [room, lastUsed],
    loss: "The disk may have been smaller: the guest then sees a larger disk, which reads as zeros past its former end.",
  });
  if (used > 0 && !gapless) {
    found.push({
      value: used,
      evidence: [lastUsed, room],
      loss: "The disk may have been larger: a file system that extends past this end can't be mounted.",
    });
  }
  return found.filter(({ value }, at) => value > 0 && found.findIndex((each) => each.value === value) === at);
}

/** Logical sector sizes in bytes that the disk may have; the likeliest first. */
export function sectorSizes(state: RepairState): readonly Candidate<number>[] {
  const guest = guestTable(state);
  if (guest !== null) {
    const said = `The partition table (GPT) in the disk's first block lies where it lies on disks with sectors of ${guest.sectorSize} bytes.`;
    return [{ value: guest.sectorSize, evidence: [said], loss: null }];
  }
  const loss =
    "If the size is wrong, a guest does not find its partitions; the bytes of the disk stay as they are.";
  return [
    {
      value: 512,
      evidence: ["Nearly all disks have sectors of 512 bytes, and nothing in the file says otherwise."],
      loss,
    },
    { value: 4096, evidence: ["The only other size that MS-VHDX allows."], loss },
  ];
}

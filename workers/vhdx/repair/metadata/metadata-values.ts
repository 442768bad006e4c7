import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { SECTORS_PER_BITMAP } from "../../../shared/geometry.ts";
import { LARGEST_DISK } from "../../metadata/disk-facts.ts";
import { type BatSurvey, guestTable, surveyBat } from "../bat/bat-survey.ts";
import type { RepairState } from "../state.ts";

/** A value that a metadata item may have had, with what speaks for it. */
export interface Candidate<T> {
  readonly value: T;
  readonly evidence: readonly string[];
  readonly loss: string | null;
}

const LARGEST_BLOCK = 256 * MIB;
const LONGEST_GAP = Number.POSITIVE_INFINITY;

/** The payload block of a BAT index, where a sector bitmap's entry comes after each chunk. */
function blockOf(index: number, blockSize: number, sectorSize: number): number {
  const chunkRatio = (SECTORS_PER_BITMAP * sectorSize) / blockSize;
  return index - Math.floor(index / (chunkRatio + 1));
}

/** Distance in bytes between the two blocks, or the block and the structure behind it, that lie closest. */
function smallestGap(state: RepairState, { places }: BatSurvey): number {
  const structures = state.structures.occupied.runs.map(({ start }) => start);
  let gap = LONGEST_GAP;
  for (const [at, place] of places.entries()) {
    const behind = [places[at + 1] ?? LONGEST_GAP, ...structures.filter((start) => start > place)];
    gap = Math.min(gap, Math.min(...behind) - place);
  }
  return gap * MIB;
}

/** Sizes that the blocks can have, from the places that the BAT gives them; the likeliest first. */
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
    // A file may end inside its last block, but hardly before half of it.
    if (size <= gap && size / 2 < room && fits) possible.push(size);
  }
  const apart = `The BAT names ${countText(survey.places.length, "block")} in the file; the closest two places are ${gap === LONGEST_GAP ? "not known" : `${gap / MIB} MiB apart`}, so no block is larger.`;
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
    loss: only ? null : "With the wrong size the disk's contents are in the wrong order.",
  }));
}

/** Sizes in bytes that the virtual disk can have; the likeliest first. */
export function virtualSizes(state: RepairState): readonly Candidate<number>[] {
  const survey = surveyBat(state);
  const { blockSize, logicalSectorSize } = state.structures.facts;
  if (survey === null || blockSize === null) return [];
  const sectorSize = logicalSectorSize ?? 512;
  const used = (blockOf(survey.last, blockSize, sectorSize) + 1) * blockSize;
  const most = Math.min(LARGEST_DISK, (blockOf(survey.room - 1, blockSize, sectorSize) + 1) * blockSize);
  const lastUsed = `The last entry of the BAT that is in use is ${survey.last}, so the disk has ${sizeText(used)} at least.`;
  const room = `The BAT has room for ${countText(survey.room, "entry", "entries")}, so the disk has ${sizeText(most)} at most.`;
  const found: Candidate<number>[] = [];
  const guest = guestTable(state);
  if (guest !== null && guest.diskSize > used - blockSize && guest.diskSize <= most) {
    const said = `The partition table (GPT) in the disk's first block was made for a disk of ${sizeText(guest.diskSize)}: its copy is in the last sector.`;
    found.push({ value: guest.diskSize, evidence: [said, lastUsed, room], loss: null });
  }
  if (survey.gapless) {
    const every =
      "Every entry up to there is set, as in a table that was written for exactly that many blocks.";
    found.push({
      value: used,
      evidence: [lastUsed, every],
      loss: "The disk may have ended inside its last block.",
    });
  }
  found.push({
    value: most,
    evidence: [room, lastUsed],
    loss: "The disk may have been smaller: what is behind its former end reads as zeros, and the guest sees a larger disk.",
  });
  if (used > 0 && !survey.gapless) {
    found.push({
      value: used,
      evidence: [lastUsed, room],
      loss: "The disk may have been larger: a file system that goes on behind this end can't be mounted.",
    });
  }
  return found.filter(({ value }, at) => value > 0 && found.findIndex((each) => each.value === value) === at);
}

/** Sizes in bytes that the guest's sectors can have; the likeliest first. */
export function sectorSizes(state: RepairState): readonly Candidate<number>[] {
  const guest = guestTable(state);
  if (guest !== null) {
    const said = `The partition table (GPT) in the disk's first block stands where it does with sectors of ${guest.sectorSize} bytes.`;
    return [{ value: guest.sectorSize, evidence: [said], loss: null }];
  }
  const loss =
    "With the wrong size a guest does not find its partitions; the bytes of the disk stay as they are.";
  return [
    {
      value: 512,
      evidence: ["Nearly all disks have sectors of 512 bytes, and nothing in the file says otherwise."],
      loss,
    },
    { value: 4096, evidence: ["The only other size that the format knows."], loss },
  ];
}

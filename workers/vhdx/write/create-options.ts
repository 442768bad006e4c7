import { GIB, isPowerOfTwo, MIB, TIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { LARGEST_DISK } from "../metadata/disk-facts.ts";
import { NOT_PRESENT, ZERO } from "../../shared/bat-states.ts";

/** Options of a new image. Sizes in bytes. */
export interface CreateOptions {
  readonly type: "fixed" | "dynamic";
  /** A multiple of the logical sector size, at most 64 TiB. */
  readonly size: number;
  /** A power of two from 1 MiB to 256 MiB. */
  readonly blockSize: number;
  readonly logicalSectorSize: number;
  readonly physicalSectorSize: number;
  /** A multiple of 1 MiB, from 1 MiB to 256 MiB. */
  readonly logSize: number;
  /** State of the blocks of a new dynamic disk; those of a fixed one are all FULLY_PRESENT. */
  readonly blockState: typeof NOT_PRESENT | typeof ZERO;
  /** At most 256 UTF-16 units. */
  readonly creator: string;
}

const LARGEST_LOG = 256 * MIB;
const CREATOR_UNITS = 256;

/** What is wrong with the options, as a sentence; null where the image can be made. */
export function createProblem(options: CreateOptions): string | null {
  const { size, blockSize, logicalSectorSize, physicalSectorSize, logSize, creator } = options;
  if (!Number.isSafeInteger(size) || size <= 0) return "The size must be above zero.";
  if (size > LARGEST_DISK) return "The size must be 64 TiB or less.";
  if (logicalSectorSize !== 512 && logicalSectorSize !== 4096)
    return "The logical sector size must be 512 or 4096 bytes.";
  if (physicalSectorSize !== 512 && physicalSectorSize !== 4096)
    return "The physical sector size must be 512 or 4096 bytes.";
  if (size % logicalSectorSize !== 0)
    return `The size must be a multiple of ${logicalSectorSize} bytes, the logical sector size.`;
  if (!isPowerOfTwo(blockSize) || blockSize < MIB || blockSize > 256 * MIB) {
    return `A block size of ${sizeText(blockSize)} is not possible; it must be a power of two from 1 MiB to 256 MiB.`;
  }
  if (logSize < MIB || logSize > LARGEST_LOG || logSize % MIB !== 0) {
    return "The log size must be a multiple of 1 MiB, from 1 MiB to 256 MiB.";
  }
  if (creator.length > CREATOR_UNITS) return `The creator must have ${CREATOR_UNITS} characters or fewer.`;
  return null;
}

const COMMON = { type: "dynamic", logicalSectorSize: 512, logSize: MIB, creator: "Platter" } as const;

/** Hyper-V's defaults for a disk of a size in bytes. */
export function hyperVDefaults(size: number): CreateOptions {
  return { ...COMMON, size, blockSize: 32 * MIB, physicalSectorSize: 4096, blockState: NOT_PRESENT };
}

/** qemu-img's defaults for a disk of a size in bytes. The block size depends on the size. */
export function qemuDefaults(size: number): CreateOptions {
  const steps: readonly (readonly [number, number])[] = [
    [32 * TIB, 64],
    [100 * GIB, 32],
    [GIB, 16],
  ];
  const blockMib = steps.find(([above]) => size > above)?.[1] ?? 8;
  return { ...COMMON, size, blockSize: blockMib * MIB, physicalSectorSize: 512, blockState: ZERO };
}

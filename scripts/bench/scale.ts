const KIB = 2 ** 10;
const MIB = 2 ** 20;
const GIB = 2 ** 30;
const TIB = 2 ** 40;

/** The sizes of a run. */
export interface Scale {
  readonly name: "full" | "quick" | "tiny";
  /** Number of measured pairs. */
  readonly pairs: number;
  /** Whether a run that does not count comes first. */
  readonly warmUp: boolean;
  /** Bytes of the virtual disk of the small image that is opened. */
  readonly small: number;
  /** Bytes of the virtual disk with the largest BAT. */
  readonly huge: number;
  /** The disk with a filled BAT: its size in bytes, and its stored blocks. */
  readonly filled: { readonly size: number; readonly present: number };
  /** Bytes of the full logs. */
  readonly logs: readonly number[];
  /** Bytes of the fully allocated disk. */
  readonly allocated: number;
  /** The disk with little data: its size in bytes, and its blocks with 1 MiB of data. */
  readonly sparse: { readonly size: number; readonly blocks: number };
  /** The disk with small files: its size in bytes, and their number. */
  readonly files: { readonly size: number; readonly count: number };
  /** The disk whose files are walked: its size in bytes, and their number. */
  readonly walked: { readonly size: number; readonly count: number };
  readonly randomReads: number;
  readonly guestWrites: number;
  /** Number of edits that are made, undone and redone. */
  readonly edits: number;
  /** Frames of a scroll. */
  readonly frames: number;
  /** Runs for each size when growth is measured. */
  readonly growthRuns: number;
  /** Virtual sizes over which the cost should be flat, and the bytes of data in each of them. */
  readonly virtualSizes: { readonly sizes: readonly number[]; readonly data: number };
  /** Bytes of data over which the cost should be linear, and the virtual size around them. */
  readonly dataSizes: { readonly sizes: readonly number[]; readonly virtual: number };
}

export const SCALES: Readonly<Record<Scale["name"], Scale>> = {
  full: {
    name: "full",
    pairs: 5,
    warmUp: true,
    small: GIB,
    huge: 64 * TIB,
    filled: { size: 64 * TIB, present: 15_000_000 },
    logs: [MIB, 64 * MIB],
    allocated: 2 * GIB,
    sparse: { size: TIB, blocks: 300 },
    files: { size: TIB, count: 20_000 },
    walked: { size: 64 * GIB, count: 300_000 },
    randomReads: 2000,
    guestWrites: 1000,
    edits: 30,
    frames: 300,
    growthRuns: 3,
    virtualSizes: { sizes: [1, 4, 16, 64, 256].map((size) => size * GIB), data: 256 * MIB },
    dataSizes: { sizes: [1, 2, 4, 8].map((size) => size * GIB), virtual: 64 * GIB },
  },
  quick: {
    name: "quick",
    pairs: 2,
    warmUp: true,
    small: GIB,
    huge: 64 * TIB,
    filled: { size: TIB, present: 250_000 },
    logs: [8 * MIB],
    allocated: 64 * MIB,
    sparse: { size: 64 * GIB, blocks: 100 },
    files: { size: 64 * GIB, count: 5000 },
    walked: { size: 16 * GIB, count: 10_000 },
    randomReads: 300,
    guestWrites: 100,
    edits: 10,
    frames: 60,
    growthRuns: 1,
    virtualSizes: { sizes: [1, 256].map((size) => size * GIB), data: 32 * MIB },
    dataSizes: { sizes: [32, 128].map((size) => size * MIB), virtual: GIB },
  },
  tiny: {
    name: "tiny",
    pairs: 1,
    warmUp: false,
    small: 64 * MIB,
    huge: TIB,
    filled: { size: 16 * GIB, present: 4000 },
    logs: [MIB],
    allocated: 16 * MIB,
    sparse: { size: GIB, blocks: 8 },
    files: { size: GIB, count: 500 },
    walked: { size: GIB, count: 600 },
    randomReads: 20,
    guestWrites: 8,
    edits: 4,
    frames: 10,
    growthRuns: 1,
    virtualSizes: { sizes: [GIB, 4 * GIB], data: 8 * MIB },
    dataSizes: { sizes: [8 * MIB, 16 * MIB], virtual: GIB },
  },
};

/** Bytes of one random read and of one guest write. */
export const SMALL_TRANSFER = 64 * KIB;

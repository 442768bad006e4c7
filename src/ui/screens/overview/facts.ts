import type { ImageSummary, InsideVolume, OverviewFacts } from "../../../../workers/api/index.ts";
import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { formatBytesExactly, formatTime } from "../../parts/format.ts";
import { sizeText, numberText, countText } from "../../../../workers/shared/text.ts";

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** More lines below the value. */
  readonly more?: readonly string[];
  /** GUIDs and the like. */
  readonly mono?: boolean;
}

/** How much of the file was read: by the quick stage of opening, and by now. */
export interface ReadCounts {
  readonly toOpen: ImageSummary["io"];
  readonly soFar: ImageSummary["io"];
}

const TYPES = { fixed: "Fixed", dynamic: "Dynamic", differencing: "Differencing (has a parent)" } as const;

function logFacts({ log }: OverviewFacts, summary: ImageSummary): readonly Fact[] {
  if (log === null) return [{ name: "Log", value: "Unknown: no header is valid" }];
  const length = sizeText(log.length);
  if (log.guid === NIL_GUID) return [{ name: "Log", value: `Empty (${length} reserved)` }];
  const size = log.sizeAfterReplay;
  const count = summary.activeEntries;
  const entries = !summary.logScanned
    ? "Not read yet"
    : count === 0
      ? "No valid sequence of entries"
      : `${countText(count, "entry", "entries")} to replay`;
  return [
    { name: "Log", value: `${entries}, ${length}` },
    { name: "Log GUID", value: log.guid, mono: true },
    ...(size === null ? [] : [{ name: "Size after replay", value: formatBytesExactly(size) }]),
  ];
}

/** The engine's keys by the names of MS-VHDX 2.5.1.1 and 2.5.1.2. */
const STATE_NAMES: Readonly<Record<string, string>> = {
  "payload-0": "NOT_PRESENT",
  "payload-1": "UNDEFINED",
  "payload-2": "ZERO",
  "payload-3": "UNMAPPED",
  "payload-6": "FULLY_PRESENT",
  "payload-7": "PARTIALLY_PRESENT",
  "bitmap-0": "bitmap NOT_PRESENT",
  "bitmap-6": "bitmap PRESENT",
};

/** The BAT's entries, and below them how many are in each state that occurs. */
function batFact({ bat, image }: OverviewFacts): Fact {
  if (bat.entries === 0) {
    const sized = image.virtualSize !== null && image.blockSize !== null;
    return { name: "BAT", value: `Unknown: ${sized ? "it has no place" : "the disk's size is not known"}` };
  }
  const states = Object.entries(bat.byState).filter(([, count]) => count > 0);
  return {
    name: "BAT",
    value: countText(bat.entries, "entry", "entries"),
    more: [
      ...(bat.complete ? [] : ["In the part read so far:"]),
      ...states.map(([state, count]) => `${numberText(count)} ${STATE_NAMES[state] ?? state}`),
    ],
  };
}

/** A partition and what it holds, as a line. */
function volumeLine({ partition, purpose, length, words, label }: InsideVolume): string {
  const named = label === null ? "" : `, label "${label}"`;
  return partition === null
    ? `Whole disk${named}`
    : `${partition}: ${sizeText(length)}, ${purpose === null || purpose === words ? words : `${purpose}: ${words}`}${named}`;
}

/** Lines of partitions that are shown at most. */
const MOST_LINES = 8;

/** What was recognised on the virtual disk. */
function insideFact({ inside }: OverviewFacts): Fact | null {
  if (inside === null) return null;
  const lines = inside.volumes
    .filter(({ partition, label }) => partition !== null || label !== null)
    .map(volumeLine);
  const others = lines.length - MOST_LINES;
  const more = others > 0 ? [...lines.slice(0, MOST_LINES), `${numberText(others)} more`] : lines;
  return { name: "Inside", value: inside.words, more };
}

/**
 * The facts of the disk as a table.
 *
 * @param of the present layer; null as long as the engine has not said.
 */
export function factsOf(summary: ImageSummary, of: OverviewFacts | null, read: ReadCounts): readonly Fact[] {
  // Of the present layer, where that is known: a change may draw new GUIDs.
  const image = of?.image ?? summary.image;
  const facts: (Fact | null)[] = [
    of === null ? null : insideFact(of),
    image.type === null ? null : { name: "Type", value: TYPES[image.type] },
    image.virtualSize === null
      ? null
      : { name: "Virtual size", value: formatBytesExactly(image.virtualSize) },
    { name: "File size", value: formatBytesExactly(summary.size) },
    image.blockSize === null
      ? null
      : {
          name: "Block size",
          value:
            summary.payloadBlocks === 0
              ? sizeText(image.blockSize)
              : `${sizeText(image.blockSize)}; ${countText(summary.payloadBlocks, "block")}`,
        },
    image.logicalSectorSize === null
      ? null
      : {
          name: "Sectors",
          value: `${image.logicalSectorSize} bytes logical, ${image.physicalSectorSize ?? "?"} physical`,
        },
    image.creator === null ? null : { name: "Creator", value: image.creator },
    ...(of === null || summary.outcome === "not-vhdx" ? [] : [batFact(of), ...logFacts(of, summary)]),
    image.diskId === null ? null : { name: "Disk ID", value: image.diskId, mono: true },
    image.fileWriteGuid === null ? null : { name: "File write GUID", value: image.fileWriteGuid, mono: true },
    image.dataWriteGuid === null ? null : { name: "Data write GUID", value: image.dataWriteGuid, mono: true },
    summary.lastModified === null ? null : { name: "Modified", value: formatTime(summary.lastModified) },
    {
      name: "Read to open",
      value: `${sizeText(read.toOpen.bytesRead)} in ${countText(read.toOpen.reads, "read")}`,
    },
    {
      name: "Read so far",
      value: `${sizeText(read.soFar.bytesRead)} in ${countText(read.soFar.reads, "read")}`,
    },
  ];
  return facts.filter((fact) => fact !== null);
}

/** The parent locator's entries under their own names (MS-VHDX 2.6.2.6.3); none for a disk without a parent. */
export function parentFacts(summary: ImageSummary): readonly Fact[] {
  return Object.entries(summary.image.parent ?? {}).map(([name, value]) => ({ name, value, mono: true }));
}

import type { ImageSummary, InsideVolume, OverviewFacts } from "../../../../workers/api/index.ts";
import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { formatBytesExactly, formatTime } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** More lines below the value. */
  readonly more?: readonly string[];
  /** GUIDs and the like. */
  readonly mono?: boolean;
}

/** Characters. A creator that is longer is hardly text: what overwrote it can have 256. */
const LONGEST_CREATOR = 80;

const shortened = (creator: string): string =>
  creator.length <= LONGEST_CREATOR ? creator : `${creator.slice(0, LONGEST_CREATOR)}…`;

/** How much of the file was read: by the quick stage of opening, and by now. */
export interface ReadCounts {
  readonly toOpen: ImageSummary["io"];
  readonly soFar: ImageSummary["io"];
}

function logFacts({ log }: OverviewFacts, summary: ImageSummary): readonly Fact[] {
  if (log === null) return [{ name: WORDS.facts.log, value: WORDS.facts.logUnknown }];
  const length = sizeText(log.length);
  if (log.guid === NIL_GUID) return [{ name: WORDS.facts.log, value: WORDS.facts.logEmpty(length) }];
  const size = log.sizeAfterReplay;
  const count = summary.activeEntries;
  const entries = !summary.logScanned
    ? WORDS.facts.logNotRead
    : count === 0
      ? WORDS.facts.logNoSequence
      : WORDS.facts.logEntries(count);
  return [
    { name: WORDS.facts.log, value: `${entries}, ${length}` },
    { name: WORDS.facts.logGuid, value: log.guid, mono: true },
    ...(size === null ? [] : [{ name: WORDS.facts.sizeAfterReplay, value: formatBytesExactly(size) }]),
  ];
}

const STATES: Readonly<Record<string, string>> = WORDS.states;

/** The BAT's entries, and below them how many are in each state that occurs. */
function batFact({ bat, image }: OverviewFacts): Fact {
  if (bat.entries === 0) {
    const sized = image.virtualSize !== null && image.blockSize !== null;
    return { name: WORDS.facts.bat, value: sized ? WORDS.facts.batNoPlace : WORDS.facts.batNoSize };
  }
  const states = Object.entries(bat.byState).filter(([, count]) => count > 0);
  return {
    name: WORDS.facts.bat,
    value: WORDS.facts.batEntries(bat.entries),
    more: [
      ...(bat.complete ? [] : [WORDS.facts.soFar]),
      ...states.map(([state, count]) => `${numberText(count)} ${STATES[state] ?? state}`),
    ],
  };
}

/** A partition and what it holds, as a line. */
function volumeLine({ partition, purpose, length, words, label }: InsideVolume): string {
  const named = label === null ? "" : WORDS.facts.labelled(label);
  return partition === null
    ? WORDS.facts.wholeDisk(named)
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
  const more = others > 0 ? [...lines.slice(0, MOST_LINES), WORDS.facts.more(numberText(others))] : lines;
  return { name: WORDS.facts.inside, value: inside.words, more };
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
    image.type === null ? null : { name: WORDS.facts.type, value: WORDS.types[image.type] },
    image.virtualSize === null
      ? null
      : { name: WORDS.facts.virtualSize, value: formatBytesExactly(image.virtualSize) },
    { name: WORDS.facts.fileSize, value: formatBytesExactly(summary.size) },
    image.blockSize === null
      ? null
      : {
          name: WORDS.facts.blockSize,
          value:
            summary.payloadBlocks === 0
              ? sizeText(image.blockSize)
              : WORDS.facts.blocks(sizeText(image.blockSize), summary.payloadBlocks),
        },
    image.logicalSectorSize === null
      ? null
      : {
          name: WORDS.facts.sectors,
          value: WORDS.facts.sectorSizes(image.logicalSectorSize, image.physicalSectorSize ?? "?"),
        },
    image.creator === null || image.creator === ""
      ? null
      : { name: WORDS.facts.creator, value: shortened(image.creator) },
    ...(of === null || summary.outcome === "not-vhdx" ? [] : [batFact(of), ...logFacts(of, summary)]),
    image.diskId === null ? null : { name: WORDS.facts.diskId, value: image.diskId, mono: true },
    image.fileWriteGuid === null
      ? null
      : { name: WORDS.facts.fileWriteGuid, value: image.fileWriteGuid, mono: true },
    image.dataWriteGuid === null
      ? null
      : { name: WORDS.facts.dataWriteGuid, value: image.dataWriteGuid, mono: true },
    summary.lastModified === null
      ? null
      : { name: WORDS.facts.modified, value: formatTime(summary.lastModified) },
    {
      name: WORDS.facts.readToOpen,
      value: WORDS.facts.bytesRead(sizeText(read.toOpen.bytesRead), read.toOpen.reads),
    },
    {
      name: WORDS.facts.readSoFar,
      value: WORDS.facts.bytesRead(sizeText(read.soFar.bytesRead), read.soFar.reads),
    },
  ];
  return facts.filter((fact) => fact !== null);
}

/** The parent locator's entries under their own names (MS-VHDX 2.6.2.6.3); none for a disk without a parent. */
export function parentFacts(summary: ImageSummary): readonly Fact[] {
  return Object.entries(summary.image.parent ?? {}).map(([name, value]) => ({ name, value, mono: true }));
}

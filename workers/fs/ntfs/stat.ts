import { tryRead } from "../../store/tolerant-read.ts";
import type { ContentLimit, NodeKind, NodeStat, NodeTimes } from "../file-system.ts";
import { type Attribute, FLAG, TYPE } from "./attributes.ts";
import { readExtendedAttributes, wslMetadata } from "./extended-attributes.ts";
import { readInterix } from "./interix.ts";
import { ATTRIBUTE, isShortName } from "./names.ts";
import type { Nodes, NtfsNode } from "./node.ts";
import { readReparse, type Reparse } from "./reparse.ts";
import { isCloud, TAG, tagWords } from "./reparse-tags.ts";
import { standardInformation, standardInformation3 } from "./structs/standard-information.ts";
import { partsOf } from "./value.ts";
import { WOF_STREAM } from "./wof-content.ts";

/** Numbers below are those of the file system's own files. */
export const FIRST_USER_RECORD = 16;
export const EXTEND_RECORD = 11;

/** File attributes in words (MS-FSCC 2.6). */
const FLAG_WORDS: readonly (readonly [number, string])[] = [
  [0x1, "read-only"],
  [0x2, "hidden"],
  [0x4, "system"],
  [0x20, "archive"],
  [0x100, "temporary"],
  [0x200, "sparse"],
  [0x800, "compressed"],
  [0x1000, "offline"],
  [0x2000, "not indexed"],
  [0x4000, "encrypted"],
  [0x8000, "integrity stream"],
  [0x20000, "no scrub"],
  [0x80000, "pinned"],
  [0x100000, "unpinned"],
  [0x400000, "recall on access"],
];
/** Offline, recall on access: the bytes are elsewhere. (Recall on open stands on no volume: its bit says that there is $EA.) */
const ELSEWHERE = 0x1000 | 0x400000;
const ENCRYPTED = 0x4000;

/** 100 ns between 1601 and 1970. */
const UNIX_EPOCH = 116_444_736_000_000_000n;
const NO_TIMES: NodeTimes = { modified: null, accessed: null, changed: null, created: null };

/** A time of NTFS in ns since 1970; null for zero, which stands for no time. */
export const toUnixTime = (time: bigint): bigint | null => (time === 0n ? null : (time - UNIX_EPOCH) * 100n);

const S = standardInformation.fields;
const S3 = standardInformation3.fields;

/** Times and marks of $STANDARD_INFORMATION. */
export function readStandard(attributes: readonly Attribute[]): {
  readonly times: NodeTimes;
  readonly flags: number;
  readonly words: readonly string[];
} {
  const found = attributes.find((each) => each.type === TYPE.standardInformation);
  if (found === undefined || !found.resident || found.value.length < standardInformation.size)
    return { times: NO_TIMES, flags: 0, words: [] };
  const { value } = found;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const time = (at: number) => toUnixTime(view.getBigUint64(at, true));
  const flags = view.getUint32(S.flags.offset, true);
  const words = FLAG_WORDS.filter(([bit]) => (flags & bit) !== 0).map(([, word]) => word);
  if (value.length >= standardInformation3.size) {
    const security = view.getUint32(S3.securityId.offset, true);
    if (security !== 0) words.push(`security id ${security}`);
  }
  const times = {
    created: time(S.created.offset),
    modified: time(S.modified.offset),
    changed: time(S.changed.offset),
    accessed: time(S.accessed.offset),
  };
  return { times, flags, words };
}

/** The reparse point of a node; null where it has none. */
export function reparseOf(nodes: Nodes, attributes: readonly Attribute[]): Reparse | null {
  const found = attributes.find((each) => each.type === TYPE.reparsePoint);
  if (found === undefined) return null;
  if (found.resident) return readReparse(found.value);
  const content = nodes.value(attributes, TYPE.reparsePoint, "");
  // Reparse points have 16 KiB at most.
  const bytes = content === null ? null : tryRead(content, 0, Math.min(content.size, 16 * 1024));
  return bytes === null ? null : readReparse(bytes);
}

/** The first part of a value, which has its size; null where there is no such value. */
function firstPart(attributes: readonly Attribute[], type: number, name: string): Attribute | null {
  const [first] = partsOf(attributes, type, name);
  return first === undefined || (!first.resident && first.lowestVcn !== 0) ? null : first;
}

const sizeOf = (part: Attribute | null) =>
  part === null ? 0 : part.resident ? part.value.length : part.size;
const allocatedOf = (part: Attribute | null) => (part === null || part.resident ? 0 : part.allocated);

function limitOf(
  node: NtfsNode,
  fileFlags: number,
  reparse: Reparse | null,
  data: Attribute | null,
  isFolder: boolean,
): ContentLimit | null {
  const isEncrypted = (data !== null && (data.flags & FLAG.encrypted) !== 0) || (fileFlags & ENCRYPTED) !== 0;
  if (isEncrypted && !isFolder)
    return {
      kind: "encrypted",
      words:
        "Encrypted by EFS: the bytes are those that are stored. The certificate of its owner opens it, in Windows.",
    };
  if (reparse?.tag === TAG.dedup)
    return {
      kind: "deduplicated",
      words:
        "Deduplicated: its bytes are in System Volume Information. Windows Server with Data Deduplication opens it.",
    };
  if (reparse?.tag === TAG.wof && reparse.wof === null)
    return { kind: "unsupported", words: "Packed by WOF in a WIM file, or in a way that is not known." };
  const isElsewhere = (fileFlags & ELSEWHERE) !== 0 && !isFolder;
  if (isElsewhere && reparse !== null && isCloud(reparse.tag))
    return {
      kind: "offline",
      words: "In the cloud alone: its owner's account, such as OneDrive, has the bytes.",
    };
  if (isElsewhere) return { kind: "offline", words: "Marked as offline: its bytes may be on another store." };
  if (!node.record.isInUse) return { kind: "damaged", words: DELETED_WORDS };
  if (!node.isWhole) return { kind: "damaged", words: "A part of its records in the MFT can't be read." };
  return null;
}

/** Named streams of $DATA beside the content. */
function streamsOf(attributes: readonly Attribute[], isWof: boolean): { name: string; size: number }[] {
  const named = attributes.filter((each) => each.type === TYPE.data && each.name !== "");
  if (named.length === 0) return [];
  const names = new Set(named.map((each) => each.name));
  if (isWof) names.delete(WOF_STREAM);
  return [...names].map((name) => ({ name, size: sizeOf(firstPart(attributes, TYPE.data, name)) }));
}

/** Types of nodes in a mode of Linux. */
const MODE_KINDS: ReadonlyMap<number, NodeKind> = new Map([
  [0o010000, "fifo"],
  [0o020000, "character-device"],
  [0o060000, "block-device"],
  [0o140000, "socket"],
]);

const DELETED_WORDS = "Deleted: those of its clusters that were given to something else can't be read.";

const EXTENDED_LIMIT = 64 * 1024;

/** What is known of a node; of a deleted one, what its record still says. */
export function statOf(nodes: Nodes, node: NtfsNode): NodeStat {
  const { record, attributes } = node;
  const { times, flags, words } = readStandard(attributes);
  const reparse = reparseOf(nodes, attributes);
  const data = firstPart(attributes, TYPE.data, "");
  const wof = reparse?.wof ?? null;
  const held = record.isFolder
    ? firstPart(attributes, TYPE.indexAllocation, "$I30")
    : wof === null
      ? data
      : firstPart(attributes, TYPE.data, WOF_STREAM);
  const shortNames = attributes.filter(
    (each) => each.type === TYPE.fileName && each.resident && isShortName(each.value),
  );
  const extended = nodes.value(attributes, TYPE.extendedAttributes, "");
  const bytes = extended === null ? null : tryRead(extended, 0, Math.min(extended.size, EXTENDED_LIMIT));
  const stored = bytes === null ? [] : readExtendedAttributes(bytes);
  const wsl = wslMetadata(stored);
  const isLink = reparse?.kind === "symlink";
  const isSystem = (flags & ATTRIBUTE.system) !== 0 && !record.isFolder && reparse === null;
  const content = isSystem ? nodes.value(attributes, TYPE.data, "") : null;
  const interix = content === null ? null : readInterix(content);
  const modeKind = wsl.fullMode === null ? undefined : MODE_KINDS.get(wsl.fullMode & 0o170000);
  const substitute = reparse?.substitute ?? null;
  return {
    node: record.number,
    kind: interix?.kind ?? reparse?.kind ?? modeKind ?? (record.isFolder ? "directory" : "file"),
    size:
      interix?.size ?? (isLink ? (reparse.target?.bytes.length ?? 0) : sizeOf(record.isFolder ? held : data)),
    allocated: record.isInUse ? allocatedOf(held) : 0,
    links: Math.max(1, record.links - shortNames.length),
    mode: wsl.mode,
    owner: wsl.owner,
    times,
    target: interix?.target ?? reparse?.target ?? null,
    device: interix?.device ?? wsl.device,
    streams: streamsOf(attributes, wof !== null),
    attributes:
      substitute === null
        ? stored
        : [...stored, { name: "reparse.substitute-name", value: substitute.bytes }],
    flags: [
      ...words,
      ...(reparse === null ? [] : [wof === null ? tagWords(reparse.tag) : `compressed by WOF (${wof.name})`]),
      ...(record.number < FIRST_USER_RECORD ? ["metadata file"] : []),
      ...(record.isInUse ? [] : ["deleted"]),
    ],
    limit: limitOf(node, flags, reparse, data, record.isFolder),
  };
}

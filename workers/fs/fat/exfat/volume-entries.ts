import { decode } from "../../../bytes/struct.ts";
import { utf16ToText } from "../../../shared/encoded-text.ts";
import { safeNumber } from "../../../shared/numbers.ts";
import type { VolumeRun } from "../../file-system.ts";
import { ClusterChain } from "../chain.ts";
import { ClusterBitmap } from "./bitmap.ts";
import type { ExfatNodes } from "./nodes.ts";
import { labelEntry, tableEntry } from "./structs/entry.ts";
import { unpackUpcase, upcaseChecksum } from "./upcase.ts";

/** Bytes of an up-case table at most: twice one that is not packed. */
const LARGEST_UPCASE = 256 * 1024;

const BITMAP = 0x81;
const UPCASE = 0x82;
const LABEL = 0x83;

/** What the first entries of the root folder say of the volume. */
export interface VolumeEntries {
  readonly bitmap: ClusterBitmap | null;
  readonly upcase: Uint16Array | null;
  readonly label: string | null;
  /** Where bitmap and up-case table lie on the volume. */
  readonly places: () => Iterable<VolumeRun>;
}

/** Bitmap, up-case table and label: they come first in the root folder. */
export function readVolumeEntries(nodes: ExfatNodes): VolumeEntries {
  const { reader, geometry, table, problems } = nodes;
  let bitmap: ClusterBitmap | null = null;
  let upcase: Uint16Array | null = null;
  let label: string | null = null;
  const tables = new Map<number, { readonly chain: ClusterChain; readonly length: number }>();
  for (const part of nodes.parts(nodes.rootSpace(), 0)) {
    if (part.kind === "entry" || (part.kind === "piece" && part.position > 0)) break;
    if (part.kind !== "volume") continue;
    const { flags, first, size, checksum } = decode(tableEntry, part.bytes);
    const length = safeNumber(size) ?? 0;
    if (part.type === LABEL) {
      const { length: units, label: name } = decode(labelEntry, part.bytes);
      label = utf16ToText(name.subarray(0, units * 2)) || null;
      continue;
    }
    const chain = new ClusterChain(table, first);
    if (part.type === BITMAP && (flags & 1) === (geometry.values.flags & 1)) {
      bitmap = new ClusterBitmap(reader, geometry.layout, chain);
      tables.set(BITMAP, { chain, length: Math.min(length, Math.ceil(geometry.layout.clusters / 8)) });
    } else if (part.type === UPCASE && length > 0 && length <= LARGEST_UPCASE) {
      const read = readUpcase(nodes, first, length, checksum);
      if (read === null) continue;
      upcase = read;
      tables.set(UPCASE, { chain, length });
    }
  }
  if (bitmap === null) problems.add("exfat-no-bitmap", "error", "The bitmap of the clusters is not found.");
  if (upcase === null)
    problems.add("exfat-no-upcase", "warning", "The up-case table is not found, or damaged.");
  const places = function* () {
    for (const { chain, length } of tables.values()) yield* placesOf(chain, length);
  };
  return { bitmap, upcase, label, places };
}

/** Runs of the volume that hold a table. @param length bytes at most: a chain ends where its clusters do */
function* placesOf(chain: ClusterChain, length: number): Generator<VolumeRun> {
  for (const { source, length: size } of chain.extents(0, length))
    if (source.kind === "volume") yield { offset: source.offset, length: size };
}

/** The table of upper case letters; null where it can't be read, or its checksum does not fit. */
function readUpcase(
  { reader, table }: ExfatNodes,
  first: number,
  size: number,
  checksum: number,
): Uint16Array | null {
  const packed = new Uint8Array(size);
  for (const { offset, length, source } of new ClusterChain(table, first).extents(0, size)) {
    const bytes = source.kind === "volume" ? reader.read(source.offset, length) : null;
    if (bytes === null) return null;
    packed.set(bytes, offset);
  }
  return upcaseChecksum(packed) === checksum ? unpackUpcase(packed) : null;
}

import type { ImageSummary } from "../../../workers/api/index.ts";

interface Facts {
  readonly virtualSize: number | null;
  readonly sectorSize: number | null;
  readonly payloadBlocks: number;
  readonly batEntries: number;
}

/** A summary for tests of page logic that looks at a few facts alone. */
export function imageSummary(facts: Facts): ImageSummary {
  return {
    id: "image-1",
    name: "disk.vhdx",
    size: 8 * 2 ** 20,
    lastModified: null,
    hasHandle: false,
    inPlace: false,
    keptChanges: 0,
    keepProblem: null,
    notesProblem: null,
    outcome: "opens",
    verdict: { sentence: "", severity: "ok", next: [], unchecked: [] },
    image: {
      type: "dynamic",
      virtualSize: facts.virtualSize,
      blockSize: 2 ** 20,
      logicalSectorSize: facts.sectorSize,
      physicalSectorSize: 4096,
      creator: null,
      diskId: null,
      dataWriteGuid: null,
      fileWriteGuid: null,
      parent: null,
    },
    layers: {
      original: { available: true, note: null },
      replayed: { available: true, note: "Nothing to replay." },
      edited: { available: false, note: "There are no edits." },
    },
    fileSizes: { original: 8 * 2 ** 20, replayed: 9 * 2 ** 20, edited: 8 * 2 ** 20 },
    defaultLayer: "original",
    readAnyway: { offered: false, active: false, warning: null },
    diskReadable: { original: true, replayed: true, edited: false },
    editProblem: null,
    scan: "complete",
    io: { reads: 5, bytesRead: 4096 },
    logScanned: true,
    activeEntries: 0,
    batEntries: facts.batEntries,
    payloadBlocks: facts.payloadBlocks,
  };
}

import { KIB, MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { PatchInput, PatchStep } from "../../engine/exports/patch/build.ts";
import { layerFile, writtenPieces } from "../../engine/exports/pieces/layer-file.ts";

const HEADER_1 = 64 * KIB;
const HEADER_2 = 128 * KIB;

/** Bytes of a run that occur nowhere else in the sample. */
function pattern(length: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at * seed + (at >> 8) + seed) % 255);
}

/** An image a little larger than 1.5 MiB, whose size is not a multiple of a sector. */
export const ORIGINAL: Uint8Array<ArrayBuffer> = pattern(1.5 * MIB + 100, 7);

const header = (label: string, offset: number, seed: number, size: number): PatchStep => ({
  label,
  size,
  writes: [{ offset, content: { kind: "bytes", bytes: pattern(4096, seed) } }],
});

/**
 * The writes of a replay: a header, the log's writes with growth, and two more headers, so that one slot is written twice.
 * The log writes zeros over data, equal bytes, and a run across the end of the file.
 */
export function samplePatch(name = "disk.vhdx"): { input: PatchInput; result: Uint8Array<ArrayBuffer> } {
  const original = new MemoryStore(ORIGINAL);
  const overlay = new OverlayStore(original);
  overlay.write(300 * KIB, pattern(12 * KIB, 11));
  overlay.write(400 * KIB, new Uint8Array(64 * KIB));
  overlay.write(512 * KIB, ORIGINAL.slice(512 * KIB, 520 * KIB));
  overlay.write(ORIGINAL.length - 2000, pattern(9000, 13));
  overlay.write(2 * MIB, pattern(4096, 17));
  overlay.write(2 * MIB + 8192, new Uint8Array(4096));
  overlay.truncate(3 * MIB);
  const size = overlay.size;
  const steps: PatchStep[] = [
    header("Header 2: a new FileWriteGuid", HEADER_2, 19, ORIGINAL.length),
    { label: "The log's writes", size, writes: writtenPieces(layerFile(original, overlay)) },
    header("Header 1: no log", HEADER_1, 23, size),
    header("Header 2: no log", HEADER_2, 29, size),
  ];
  const result = new Uint8Array(size);
  overlay.read(0, result);
  result.set(pattern(4096, 23), HEADER_1);
  result.set(pattern(4096, 29), HEADER_2);
  return {
    result,
    input: {
      original,
      steps,
      resultSha256: null,
      about: {
        tool: { name: "Platter", version: "0.1.0" },
        createdAt: "2024-05-06T07:08:09.000Z",
        layer: "replayed",
        replayedEntries: 3,
        warning: null,
        changes: ["The log is applied.", "The log GUID is zeroed."],
        source: { name, size: ORIGINAL.length },
      },
    },
  };
}

import type { ImageSummary } from "../../../workers/api/index.ts";
import { bytesOf, plainAmount } from "../../../workers/shared/parse-size.ts";
import type { Screen } from "../../state/view.ts";
import { goToBatEntry, goToBlock, goToDiskOffset, goToFileOffset } from "./places.ts";
import { WORDS } from "./words.ts";

/** What the user typed after Ctrl+G. `offset` belongs to the file or the virtual disk, depending on the screen. */
export interface Destination {
  readonly kind: "offset" | "file" | "disk" | "lba" | "block" | "bat";
  /** Bytes for `offset`, `file` and `disk`, else a number of things. */
  readonly value: number;
}

/** A place in the open image, or why there is no such place. */
export type Resolved =
  | { readonly ok: true; readonly title: string; go(): Promise<void> }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `0x300000`, `4096`, `12M` or `1.5M` (KiB, MiB, GiB, TiB), `file 12M`, `disk 0x7e00`, `lba 63`, `block 17`, `bat 17`. Case
 * and spaces don't matter; digits may be grouped with `_`, or by threes with `,`.
 *
 * @returns null for anything else, such as a fraction that is not a whole number of bytes.
 */
export function parseGoTo(text: string): Destination | null {
  const match =
    /^(?:(file|disk|lba|block|bat)\s*)?(?:(0x[0-9a-f]+)|(\d+)|(\d+(?:\.\d+)?)\s*([kmgt])(?:ib|b)?)$/.exec(
      plainAmount(text),
    );
  if (match === null) return null;
  const [, word, hexDigits, decimal, amount, unit = ""] = match;
  const counted = word === "lba" || word === "block" || word === "bat";
  if (counted && amount !== undefined) return null;
  const value = amount === undefined ? Number(hexDigits ?? decimal) : bytesOf(amount, unit);
  if (value === null || !Number.isSafeInteger(value)) return null;
  return { kind: (word ?? "offset") as Destination["kind"], value };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

function toFile(offset: number, screen: Screen, { fileSizes }: ImageSummary): Resolved {
  // Layers differ in length, and the user may choose another layer before the place is shown.
  const size = Math.max(...Object.values(fileSizes));
  if (offset >= size) return { ok: false, problem: WORDS.fileEnds(hex(size)) };
  const shown = screen === "structure" || screen === "map" ? {} : ({ screen: "structure" } as const);
  const options = { ...shown, jump: true };
  return {
    ok: true,
    title: WORDS.toFile(hex(offset)),
    go: async () => void (await goToFileOffset(offset, 0, options)),
  };
}

function toDisk(offset: number, title: string, summary: ImageSummary): Resolved {
  const size = summary.image.virtualSize;
  if (size === null) return { ok: false, problem: WORDS.diskSizeUnknown };
  if (offset >= size) return { ok: false, problem: WORDS.diskEnds(hex(size)) };
  return { ok: true, title, go: async () => void (await goToDiskOffset(offset, 0, { screen: "disk" })) };
}

/**
 * Turns a destination into a place of the open image.
 *
 * @param screen the present one: on Disk a bare offset is one of the virtual disk, elsewhere one of the file.
 */
export function resolveGoTo({ kind, value }: Destination, summary: ImageSummary, screen: Screen): Resolved {
  switch (kind === "offset" ? (screen === "disk" ? "disk" : "file") : kind) {
    case "file":
      return toFile(value, screen, summary);
    case "disk":
      return toDisk(value, WORDS.toDisk(hex(value)), summary);
    case "lba": {
      const sector = summary.image.logicalSectorSize;
      if (sector === null) return { ok: false, problem: WORDS.sectorUnknown };
      return toDisk(value * sector, WORDS.toSector(value, hex(value * sector)), summary);
    }
    case "block":
      if (value >= summary.payloadBlocks) return { ok: false, problem: WORDS.blocks(summary.payloadBlocks) };
      return {
        ok: true,
        title: WORDS.toBlock(value),
        go: () => goToBlock(value, screen === "disk" || screen === "map" ? {} : { screen: "structure" }),
      };
    case "bat":
      if (value >= summary.batEntries) return { ok: false, problem: WORDS.batEntries(summary.batEntries) };
      return {
        ok: true,
        title: WORDS.toBatEntry(value),
        go: () => goToBatEntry(value, { screen: "structure" }),
      };
  }
}

import { ownerToken } from "../../views/chain/owner-links.ts";
import type { TokenColors } from "../../theme/use-token-colors.ts";
import { mainPart, ownerBands, ownerGlyph, type OwnerPart } from "./owner.ts";

export const OWNER_MAP_TOKENS = [
  "--owner-0",
  "--owner-1",
  "--owner-2",
  "--owner-3",
  "--owner-4",
  "--owner-5",
  "--owner-6",
  "--owner-7",
  "--owner-zero",
  "--owner-missing",
  "--on-owner",
  "--text",
  "--invalid",
] as const;

type OwnerColors = TokenColors<(typeof OWNER_MAP_TOKENS)[number]>;

/** Size of the smallest cell that has room for a number, px. */
const NUMBER_FROM = 10;
/** Largest font size of a number, px. */
const LARGEST_NUMBER = 12;

function colorOf({ owner }: OwnerPart, colors: OwnerColors): string {
  if (typeof owner === "object") return colors[ownerToken(owner.link)];
  if (owner === "unreadable") return colors["--invalid"];
  return colors[owner === "zero" ? "--owner-zero" : "--owner-missing"];
}

export interface OwnerCell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly ratio: number;
  /** Of the page: size and family. */
  readonly font: string;
}

/** Paints one cell in its owners' colours, with the number of the one that has most of it. */
export function drawOwners(
  context: CanvasRenderingContext2D,
  { x, y, size, ratio, font }: OwnerCell,
  parts: readonly OwnerPart[],
  colors: OwnerColors,
): void {
  let bottom = y + size;
  let behind: OwnerPart | null = null;
  for (const { of, height } of ownerBands(parts, Math.round(size * ratio))) {
    context.fillStyle = colorOf(of, colors);
    context.fillRect(x, bottom - height / ratio, size, height / ratio);
    bottom -= height / ratio;
    if (behind === null && bottom <= y + size / 2) behind = of;
  }
  const most = mainPart(parts);
  if (most === null || size < NUMBER_FROM) return;
  context.save();
  context.font = font.replace(/^[\d.]+px/, `600 ${Math.min(LARGEST_NUMBER, size - 2)}px`);
  context.textAlign = "center";
  context.textBaseline = "middle";
  // The number stands in the middle, whatever is painted there.
  const onPale = behind?.owner === "zero" || behind?.owner === "missing";
  context.fillStyle = onPale ? colors["--text"] : colors["--on-owner"];
  context.fillText(ownerGlyph(most), x + size / 2, y + size / 2 + 1);
  context.restore();
}

import type { FileMapPiece, Span } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import type { TokenColors } from "../../theme/use-token-colors.ts";
import type { Area } from "./grid.ts";
import { stripTicks } from "./strip.ts";

export const STRIP_TOKENS = [
  "--kind-identifier",
  "--kind-header",
  "--kind-region-table",
  "--kind-log",
  "--kind-metadata",
  "--kind-bat",
  "--kind-block",
  "--kind-bitmap",
  "--kind-region",
  "--kind-gap",
  "--kind-mixed",
  "--on-kind",
  "--accent",
  "--text",
  "--text-muted",
  "--edge-strong",
  "--surface",
] as const;

type StripColors = TokenColors<(typeof STRIP_TOKENS)[number]>;

/** Height of the offsets below the strip, px. */
const TICKS = 18;
/** Room for the selection's marker above, px. */
const MARKER = 7;
/** Distance between ticks, px. */
const TICK_ROOM = 96;

export interface StripPicture {
  readonly pieces: readonly FileMapPiece[];
  readonly view: Span;
  readonly colors: StripColors;
  readonly font: string;
  /** Piece under the keyboard's cursor, and under the pointer. */
  readonly cursor: FileMapPiece | null;
  readonly hovered: FileMapPiece | null;
  /** Selected bytes of the file. */
  readonly selected: Span;
}

/** Paints the strip, its names where there is room, its offsets and the selection. */
export function drawStrip(context: CanvasRenderingContext2D, area: Area, picture: StripPicture): void {
  const { pieces, view, colors } = picture;
  context.clearRect(0, 0, area.width, area.height);
  const height = area.height - TICKS - MARKER;
  const xOf = (offset: number) => ((offset - view.offset) / view.length) * area.width;
  context.font = picture.font;
  context.textBaseline = "middle";
  for (const piece of pieces) {
    const left = Math.max(0, xOf(piece.offset));
    const right = Math.min(area.width, xOf(piece.offset + piece.length));
    const width = Math.max(1, right - left);
    context.fillStyle = colors[`--kind-${piece.kind}`];
    context.fillRect(left, MARKER, width, height);
    if (width > 3) {
      context.fillStyle = colors["--surface"];
      context.fillRect(left + width - 1, MARKER, 1, height);
    }
    const text = context.measureText(piece.label).width;
    if (text + 12 < width) {
      context.fillStyle = colors[piece.kind === "gap" ? "--text" : "--on-kind"];
      context.textAlign = "center";
      context.fillText(piece.label, left + width / 2, MARKER + height / 2);
    }
  }
  const frame = (piece: FileMapPiece | null, color: string) => {
    if (piece === null) return;
    const left = Math.max(1, xOf(piece.offset));
    const right = Math.min(area.width - 1, xOf(piece.offset + piece.length));
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.strokeRect(left, MARKER, Math.max(2, right - left), height);
  };
  frame(picture.hovered, colors["--text-muted"]);
  frame(picture.cursor, colors["--text"]);
  drawSelection(context, area, picture, xOf);
  drawTicks(context, area, picture, xOf);
}

function drawSelection(
  context: CanvasRenderingContext2D,
  area: Area,
  { selected, colors }: StripPicture,
  xOf: (offset: number) => number,
): void {
  const left = xOf(selected.offset);
  const right = xOf(selected.offset + selected.length);
  if (right < 0 || left > area.width) return;
  context.fillStyle = colors["--accent"];
  context.fillRect(Math.max(0, left), MARKER - 3, Math.max(2, Math.min(area.width, right) - left), 2);
  const tip = Math.min(area.width - 4, Math.max(4, left));
  context.beginPath();
  context.moveTo(tip - 4, 0);
  context.lineTo(tip + 4, 0);
  context.lineTo(tip, MARKER - 1);
  context.fill();
}

function drawTicks(
  context: CanvasRenderingContext2D,
  area: Area,
  { view, colors }: StripPicture,
  xOf: (offset: number) => number,
): void {
  context.textBaseline = "bottom";
  for (const offset of stripTicks(view, Math.max(1, Math.floor(area.width / TICK_ROOM)))) {
    const x = Math.min(area.width - 0.5, Math.round(xOf(offset)) + 0.5);
    context.fillStyle = colors["--edge-strong"];
    context.fillRect(x - 0.5, area.height - TICKS, 1, 4);
    context.fillStyle = colors["--text-muted"];
    context.textAlign = x < 20 ? "left" : x > area.width - 40 ? "right" : "center";
    context.fillText(offset === 0 ? "0" : sizeText(offset), x, area.height);
  }
}

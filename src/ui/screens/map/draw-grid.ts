import type { DiskMap, OwnerMap, SpaceReport } from "../../../../workers/api/index.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import type { TokenColors } from "../../theme/use-token-colors.ts";
import { bandsOf, type CellCounts, cellCounts, type ColorBy, type MarkedBy } from "./cell.ts";
import { CHANGED_GLYPH, PROBLEM_GLYPH, STATE_GLYPHS } from "./glyphs.ts";
import { drawOwners, OWNER_MAP_TOKENS } from "./draw-owners.ts";
import { type Area, cellCorner, type GridLayout } from "./grid.ts";
import { ownerParts } from "./owner.ts";
import { unusedBlocks } from "./unused.ts";

export const GRID_TOKENS = [
  ...OWNER_MAP_TOKENS,
  "--state-0",
  "--state-1",
  "--state-2",
  "--state-3",
  "--state-4",
  "--state-5",
  "--state-6",
  "--state-7",
  "--replay",
  "--unused",
  "--accent",
  "--text-muted",
  "--edge",
  "--edge-strong",
  "--surface",
  "--surface-sunken",
] as const;

type GridColors = TokenColors<(typeof GRID_TOKENS)[number]>;

const MARK_COLORS = {
  replay: "--replay",
  problem: "--invalid",
  unused: "--unused",
} as const satisfies Readonly<Record<MarkedBy, keyof GridColors>>;

/** Room for the block numbers left of the cells, px. */
export const GUTTER = 84;
/** Pitch of the smallest cell that has room for signs, px. */
const GLYPH_PITCH = 12;

export interface GridPicture {
  readonly map: DiskMap | null;
  /** Null where the cells are not coloured by owner, or not known yet. */
  readonly owners: OwnerMap | null;
  /** Null where the cells are not coloured by what is unused, or that is not known yet. */
  readonly space: SpaceReport | null;
  /** Of the virtual disk, bytes. */
  readonly blockSize: number;
  readonly layout: GridLayout;
  readonly firstRow: number;
  readonly totalBlocks: number;
  readonly colorBy: ColorBy;
  readonly colors: GridColors;
  readonly font: string;
  /** Block of the keyboard's cursor, if it is to be shown. */
  readonly cursor: number | null;
  readonly selected: number | null;
  readonly hovered: number | null;
}

/** Paints the cells in sight with their block numbers. */
export function drawGrid(
  context: CanvasRenderingContext2D,
  area: Area,
  ratio: number,
  picture: GridPicture,
): void {
  const { layout, firstRow, map, totalBlocks } = picture;
  context.clearRect(0, 0, area.width + GUTTER, area.height);
  drawRowNumbers(context, picture);
  context.save();
  context.translate(GUTTER, 0);
  const firstCell = firstRow * layout.columns;
  const shown = Math.min(layout.cells - firstCell, (layout.rowsInSight + 1) * layout.columns);
  const known = map !== null && map.blocksPerCell === layout.blocksPerCell ? map : null;
  const glyphs = glyphPaths(layout.pitch);
  for (let index = 0; index < shown; index++) {
    const block = (firstCell + index) * layout.blocksPerCell;
    if (block >= totalBlocks) break;
    const counts =
      known === null ? null : cellCounts(known, (block - known.firstBlock) / layout.blocksPerCell);
    const { x, y } = cellCorner(layout, firstRow, block);
    const unused =
      picture.space === null
        ? 0
        : unusedBlocks(picture.space, picture.blockSize, block, layout.blocksPerCell);
    const cell = { x, y, size: layout.pitch - 1, ratio, counts, unused, glyphs };
    const owners = ownersOf(picture, block);
    if (owners === null) drawCell(context, cell, picture);
    else drawOwners(context, { ...cell, font: picture.font }, owners, picture.colors);
  }
  drawFrame(context, picture, picture.hovered, picture.colors["--text-muted"]);
  drawFrame(context, picture, picture.selected, picture.colors["--accent"]);
  drawFrame(context, picture, picture.cursor, picture.colors["--text"]);
  context.restore();
}

/** Who owns the cell of a block; null where cells have other colours, or it is not known yet. */
function ownersOf({ owners, layout }: GridPicture, block: number) {
  if (owners === null || owners.blocksPerCell !== layout.blocksPerCell) return null;
  return ownerParts(owners, (block - owners.firstBlock) / layout.blocksPerCell);
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly ratio: number;
  readonly counts: CellCounts | null;
  /** Blocks that are stored and hold nothing in use. */
  readonly unused: number;
  readonly glyphs: Glyphs;
}

function drawCell(
  context: CanvasRenderingContext2D,
  cell: Cell,
  { colors, colorBy, layout }: GridPicture,
): void {
  const { x, y, size, ratio, counts, unused, glyphs } = cell;
  if (counts === null || counts.blocks === 0 || colorBy === "owner") {
    context.strokeStyle = colors["--edge"];
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
    return;
  }
  const pixels = Math.round(size * ratio);
  if (colorBy === "state") {
    let bottom = y + size;
    for (const band of bandsOf(counts.states, pixels)) {
      const height = band.height / ratio;
      context.fillStyle = colors[`--state-${band.of}` as keyof GridColors];
      context.fillRect(x, bottom - height, size, height);
      bottom -= height;
    }
    if (layout.blocksPerCell === 1 && glyphs.states !== null) {
      const glyph = glyphs.states[counts.states.findIndex((count) => count > 0)];
      if (glyph !== undefined) strokeAt(context, glyph, x, y, colors["--text"]);
    }
    if (counts.changed > 0) fillAt(context, glyphs.changed, x, y, colors["--replay"]);
    if (counts.problems > 0) fillAt(context, glyphs.problem, x, y, colors["--invalid"]);
    return;
  }
  const stored = (counts.states[6] ?? 0) + (counts.states[7] ?? 0);
  const marked = { replay: counts.changed, problem: counts.problems, unused }[colorBy];
  context.fillStyle = colors["--surface-sunken"];
  context.fillRect(x, y, size, size);
  fillShare(context, cell, stored / counts.blocks, colors["--edge-strong"]);
  fillShare(context, cell, marked / counts.blocks, colors[MARK_COLORS[colorBy]]);
  if (marked > 0 && glyphs.mark !== null) strokeAt(context, glyphs.mark, x, y, colors["--surface"]);
}

/** Fills a part of the cell from its lower edge; anything above nothing takes a pixel. */
function fillShare(context: CanvasRenderingContext2D, cell: Cell, share: number, color: string): void {
  if (share === 0) return;
  const pixels = Math.max(1, Math.round(share * cell.size * cell.ratio));
  const height = pixels / cell.ratio;
  context.fillStyle = color;
  context.fillRect(cell.x, cell.y + cell.size - height, cell.size, height);
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { layout, firstRow }: GridPicture,
  block: number | null,
  color: string,
): void {
  if (block === null) return;
  const { x, y } = cellCorner(layout, firstRow, block);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.strokeRect(x - 1, y - 1, layout.pitch + 1, layout.pitch + 1);
}

function drawRowNumbers(context: CanvasRenderingContext2D, picture: GridPicture): void {
  const { layout, firstRow, colors, totalBlocks } = picture;
  const every = Math.max(1, Math.ceil(18 / layout.pitch));
  context.font = picture.font;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = colors["--text-muted"];
  for (let at = 0; at <= layout.rowsInSight; at++) {
    const row = firstRow + at;
    const block = row * layout.columns * layout.blocksPerCell;
    if (row % every !== 0 || block >= totalBlocks) continue;
    context.fillText(numberText(block), GUTTER - 8, Math.max(6, (at + 0.5) * layout.pitch));
  }
}

interface Glyphs {
  /** By state; null where cells are too small. */
  readonly states: Readonly<Record<number, Path2D>> | null;
  readonly mark: Path2D | null;
  readonly changed: Path2D;
  readonly problem: Path2D;
}

function glyphPaths(pitch: number): Glyphs {
  const scaled = (path: string) => {
    const made = new Path2D();
    made.addPath(new Path2D(path), new DOMMatrix().scale((pitch - 1) / 10));
    return made;
  };
  const roomy = pitch >= GLYPH_PITCH;
  return {
    states: roomy
      ? Object.fromEntries(Object.entries(STATE_GLYPHS).map(([state, path]) => [state, scaled(path)]))
      : null,
    mark: roomy ? scaled("M3 7 L7 3") : null,
    changed: scaled(CHANGED_GLYPH),
    problem: scaled(PROBLEM_GLYPH),
  };
}

function strokeAt(
  context: CanvasRenderingContext2D,
  path: Path2D,
  x: number,
  y: number,
  color: string,
): void {
  context.save();
  context.translate(x, y);
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.stroke(path);
  context.restore();
}

function fillAt(context: CanvasRenderingContext2D, path: Path2D, x: number, y: number, color: string): void {
  context.save();
  context.translate(x, y);
  context.fillStyle = color;
  context.fill(path);
  context.restore();
}

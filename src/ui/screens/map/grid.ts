/** Where the cells of the block grid stand. */
export interface GridLayout {
  /** Blocks that a cell stands for: a power of two. */
  readonly blocksPerCell: number;
  /** Cells in all, rows in all. */
  readonly cells: number;
  readonly rows: number;
  /** Cells in a row. */
  readonly columns: number;
  /** Distance from cell to cell, px. */
  readonly pitch: number;
  /** Rows that fit, with the last one that is cut off. */
  readonly rowsInSight: number;
}

/** Size of the drawing area, px. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

/** Limits of a cell's size, px. Smaller cells can't be told apart; larger ones show no more. */
const MIN_PITCH = 9;
const MAX_PITCH = 44;
/** Pitch of a grid that scrolls, px. */
const SCROLL_PITCH = 14;
/** Rows begin at round block numbers. */
const COLUMN_STEP = 8;

/**
 * Lays the blocks out. Where all cells fit they are as large as they can be; else they have one size, and the grid
 * scrolls.
 */
export function gridLayout(blocks: number, blocksPerCell: number, area: Area): GridLayout {
  const cells = Math.max(1, Math.ceil(blocks / blocksPerCell));
  let pitch = SCROLL_PITCH;
  for (let size = MAX_PITCH; size >= MIN_PITCH; size--) {
    if (columnsAt(size, area) * Math.floor(area.height / size) >= cells) {
      pitch = size;
      break;
    }
  }
  const columns = columnsAt(pitch, area);
  const rows = Math.ceil(cells / columns);
  return {
    blocksPerCell,
    cells,
    rows,
    columns,
    pitch,
    rowsInSight: Math.min(rows, Math.max(1, Math.ceil(area.height / pitch))),
  };
}

function columnsAt(pitch: number, area: Area): number {
  const most = Math.floor(area.width / pitch);
  return Math.max(1, most < COLUMN_STEP ? most : most - (most % COLUMN_STEP));
}

/** Blocks per cell at which the whole disk is in sight without scrolling. */
export function fitBlocksPerCell(blocks: number, area: Area): number {
  const room = columnsAt(MIN_PITCH, area) * Math.max(1, Math.floor(area.height / MIN_PITCH));
  let blocksPerCell = 1;
  while (blocks / blocksPerCell > room) blocksPerCell *= 2;
  return blocksPerCell;
}

/** The greatest first row: the last row stands at the lower edge. */
export function lastFirstRow(layout: GridLayout, area: Area): number {
  return Math.max(0, layout.rows - Math.max(1, Math.floor(area.height / layout.pitch)));
}

/** The first row moved as little as possible so that the block's row is in sight. */
export function firstRowToShow(layout: GridLayout, area: Area, firstRow: number, block: number): number {
  const row = Math.floor(block / layout.blocksPerCell / layout.columns);
  const whole = Math.max(1, Math.floor(area.height / layout.pitch));
  const moved = row < firstRow ? row : row >= firstRow + whole ? row - whole + 1 : firstRow;
  return Math.min(Math.max(0, moved), lastFirstRow(layout, area));
}

/** First row that leaves the block about where it was, `fraction` down the area, after a zoom. */
export function firstRowAfterZoom(layout: GridLayout, area: Area, block: number, fraction: number): number {
  const row = Math.floor(block / layout.blocksPerCell / layout.columns);
  const above = Math.floor((fraction * area.height) / layout.pitch);
  return Math.min(Math.max(0, row - above), lastFirstRow(layout, area));
}

/** First block of the cell at a point of the area; null beside the cells. */
export function blockAt(
  layout: GridLayout,
  firstRow: number,
  blocks: number,
  x: number,
  y: number,
): number | null {
  const column = Math.floor(x / layout.pitch);
  const row = firstRow + Math.floor(y / layout.pitch);
  if (column < 0 || column >= layout.columns || y < 0) return null;
  const block = (row * layout.columns + column) * layout.blocksPerCell;
  return block < blocks ? block : null;
}

/** First and last block of the cells in a rectangle between two points of the area, whichever comes first. */
export function blocksBetween(
  layout: GridLayout,
  firstRow: number,
  blocks: number,
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): { readonly first: number; readonly last: number } {
  const { pitch, columns, rows, blocksPerCell } = layout;
  const cellAt = (x: number, y: number) => {
    const column = Math.min(Math.max(0, Math.floor(x / pitch)), columns - 1);
    const row = Math.min(Math.max(0, firstRow + Math.floor(y / pitch)), rows - 1);
    return row * columns + column;
  };
  const first = cellAt(Math.min(a.x, b.x), Math.min(a.y, b.y)) * blocksPerCell;
  const last = (cellAt(Math.max(a.x, b.x), Math.max(a.y, b.y)) + 1) * blocksPerCell - 1;
  return { first: Math.min(first, blocks - 1), last: Math.min(last, blocks - 1) };
}

/** The fewest blocks per cell, up to `most`, at which the blocks from `first` to `last` are in sight together. */
export function blocksPerCellFor(
  blocks: number,
  range: { readonly first: number; readonly last: number },
  area: Area,
  most: number,
): number {
  for (let blocksPerCell = 1; blocksPerCell < most; blocksPerCell *= 2) {
    const { columns, pitch } = gridLayout(blocks, blocksPerCell, area);
    const rowOf = (block: number) => Math.floor(block / blocksPerCell / columns);
    const needed = rowOf(range.last) - rowOf(range.first) + 1;
    if (needed <= Math.max(1, Math.floor(area.height / pitch))) return blocksPerCell;
  }
  return most;
}

/** Upper left corner of the block's cell, px. */
export function cellCorner(layout: GridLayout, firstRow: number, block: number): { x: number; y: number } {
  const cell = Math.floor(block / layout.blocksPerCell);
  return {
    x: (cell % layout.columns) * layout.pitch,
    y: (Math.floor(cell / layout.columns) - firstRow) * layout.pitch,
  };
}

/**
 * The block that a key moves the cursor to: the first of the next cell.
 *
 * @returns null for a key that doesn't move.
 */
export function moveCursor(
  layout: GridLayout,
  area: Area,
  block: number,
  key: string,
  control: boolean,
): number | null {
  const cell = Math.floor(block / layout.blocksPerCell);
  const { columns, cells } = layout;
  const page = columns * Math.max(1, Math.floor(area.height / layout.pitch) - 1);
  const last = cells - 1;
  const vertical = (by: number) => {
    const to = cell + by;
    if (to >= 0 && to <= last) return to;
    return by < 0 ? cell % columns : cell + columns * Math.floor((last - cell) / columns);
  };
  const moves: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => Math.max(0, cell - 1),
    ArrowRight: () => Math.min(last, cell + 1),
    ArrowUp: () => vertical(-columns),
    ArrowDown: () => vertical(columns),
    PageUp: () => vertical(-page),
    PageDown: () => vertical(page),
    Home: () => (control ? 0 : cell - (cell % columns)),
    End: () => (control ? last : Math.min(last, cell - (cell % columns) + columns - 1)),
  };
  const move = moves[key];
  return move === undefined ? null : move() * layout.blocksPerCell;
}

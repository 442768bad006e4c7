import { describe, expect, it } from "vitest";
import { FIELD_COLOURS } from "./types.ts";
import { type HexPage, MARK_CODES, PAGE } from "./hex-page.ts";
import {
  asciiOf,
  hexOf,
  isLoading,
  isLoadingCell,
  highlightOf,
  LOADING,
  lookOf,
  markOf,
  OUTSIDE,
  type RowContext,
  SELECTED_BIT,
  valueOf,
} from "./row.ts";

const first: HexPage = {
  bytes: Uint8Array.from({ length: PAGE }, (_, index) => index & 0xff),
  codes: new Uint8Array(PAGE).fill(MARK_CODES.unreadable, 6, 8),
};

const context: RowContext = {
  size: PAGE + 20,
  columns: 8,
  selection: { offset: 2, length: 2 },
  patches: [],
  highlights: [
    { offset: 0, length: 6, kind: "node" },
    { offset: 3, length: 2, kind: "field" },
  ],
  page: (index) => (index === 0 ? first : null),
};

const cells = (look: string) => Array.from({ length: look.length }, (_, index) => look.charCodeAt(index));

describe("lookOf", () => {
  it("shows typed bytes as the user's, the later over the earlier", () => {
    const patches = [
      { offset: 5, length: 2, bytes: Uint8Array.of(0xaa, 0xbb) },
      { offset: 6, length: 1, bytes: Uint8Array.of(0xcc) },
    ];
    const row = cells(lookOf(0, { ...context, patches }));
    expect(row.slice(4).map(valueOf)).toEqual([4, 0xaa, 0xcc, 7]);
    expect(row.slice(4).map(markOf)).toEqual([undefined, "user", "user", "unreadable"]);
  });

  it("holds value, mark, strongest highlight and selection of every byte", () => {
    const row = cells(lookOf(0, context));
    expect(row.map(valueOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(row.map(highlightOf)).toEqual([
      "node",
      "node",
      "node",
      "field",
      "field",
      "node",
      undefined,
      undefined,
    ]);
    expect(row.map((cell) => (cell & SELECTED_BIT) !== 0)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(row.map(markOf).slice(5)).toEqual([undefined, "unreadable", "unreadable"]);
  });

  it("shows what has not come yet, and what lies outside", () => {
    expect(cells(lookOf(PAGE - 2, context)).map(isLoadingCell)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(cells(lookOf(PAGE + 16, context)).slice(3)).toEqual([LOADING, OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE]);
    expect(cells(lookOf(-4, context)).slice(0, 5)).toEqual([
      OUTSIDE,
      OUTSIDE,
      OUTSIDE,
      OUTSIDE,
      (1 << 11) | 0,
    ]);
  });
});

it("keeps all highlights and marks apart", () => {
  const kinds = [
    "node",
    ...FIELD_COLOURS.map((colour) => `colour-${colour}` as const),
    "bookmark",
    "difference",
    "hit",
    "field",
  ] as const;
  for (const kind of kinds) {
    const highlights = [{ offset: 0, length: 8, kind }];
    const row = cells(lookOf(0, { ...context, highlights }));
    expect(row.map(highlightOf)).toEqual(Array(8).fill(kind));
    expect(row.map(valueOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(row.some(isLoadingCell)).toBe(false);
    const loading = cells(
      lookOf(PAGE, { ...context, highlights: [{ ...highlights[0], offset: PAGE, length: 8, kind }] }),
    );
    expect(loading.map(highlightOf)).toEqual(Array(8).fill(kind));
    expect(loading.every(isLoadingCell)).toBe(true);
    expect(loading.map(markOf)).toEqual(Array(8).fill(undefined));
  }
});

describe("a row of which nothing is known", () => {
  const look = (...codes: number[]) => String.fromCharCode(...codes);

  it("has bytes, and all of them are on their way", () => {
    expect(isLoading(look(LOADING, LOADING | SELECTED_BIT, OUTSIDE))).toBe(true);
    expect(isLoading(look(LOADING, 7))).toBe(false);
    expect(isLoading(look(OUTSIDE, OUTSIDE))).toBe(false);
    expect(isLoading("")).toBe(false);
  });
});

describe("text of a byte", () => {
  it("is two digits, and a character where it is printable", () => {
    expect(hexOf(7)).toBe("07");
    expect(hexOf(255)).toBe("ff");
    expect([0x1f, 0x20, 0x41, 0x7e, 0x7f, 0xe4].map(asciiOf).join("")).toBe("· A~··");
  });
});

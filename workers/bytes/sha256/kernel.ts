import {
  add,
  and,
  assemble,
  type Code,
  constant,
  get,
  isLess,
  lane,
  load,
  pickBytes,
  pickLanes,
  repeatWhile,
  rotateRight,
  set,
  shiftLeft,
  store,
  VALUE_I32,
  VALUE_V128,
  vectorAdd,
  vectorAnd,
  vectorConstant,
  vectorLoad,
  vectorOr,
  vectorShiftLeft,
  vectorShiftRight,
  vectorXor,
  xor,
} from "./assembler.ts";

/** Bytes of one block of SHA-256 (FIPS 180-4, 5.2.1). */
export const BLOCK = 64;
/** Where the eight words of the running hash stand in the module's memory. */
export const STATE_AT = 0;
/** Where the 64 constants of the rounds have to stand. */
export const CONSTANTS_AT = 64;
/** From here on the memory is the caller's. */
export const INPUT_AT = 64 * 1024;
const PAGES = 2;
/** Bytes of input that fit. */
export const INPUT_SIZE = PAGES * 64 * 1024 - INPUT_AT;

const ROUNDS = 64;
/** Message words in one vector. */
const LANES = 4;

/** Parameters: where the blocks are, and how many; the second becomes where they end. */
const [AT, END] = [0, 1];
/** The hash as it was before the block, and the working variables `a` to `h`. */
const HASH = 2;
const VARIABLES = HASH + 8;
const SUM = VARIABLES + 8;
/** Four vectors with the last sixteen message words, then those of one step. */
const WORDS = SUM + 1;
const [NEXT, LATEST, WITH_CONSTANTS] = [WORDS + 4, WORDS + 5, WORDS + 6];
const LOCALS = [
  [VALUE_I32, WORDS - HASH],
  [VALUE_V128, WITH_CONSTANTS + 1 - WORDS],
] as const;

const eight = Array.from({ length: 8 }, (_, index) => index);
const BIG_ENDIAN = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12];
const [ONES, NONES] = [Array.from({ length: 8 }, () => 0xff), Array.from({ length: 8 }, () => 0)] as const;

const rotated = (word: Code, [first, second, third]: readonly [number, number, number]) =>
  xor(xor(rotateRight(word, first), rotateRight(word, second)), rotateRight(word, third));

/** A round (FIPS 180-4, 6.2.2, step 3). The variables change places by number, so that none is copied. */
function round(number: number, wordWithConstant: Code): Code {
  const variable = (index: number) => VARIABLES + ((((index - number) % 8) + 8) % 8);
  const [a, b, c, e, f, g] = [0, 1, 2, 4, 5, 6].map((index) => get(variable(index)));
  if (a === undefined || b === undefined || c === undefined) throw new Error("no variables");
  if (e === undefined || f === undefined || g === undefined) throw new Error("no variables");
  const [d, h] = [variable(3), variable(7)];
  const choice = xor(and(xor(f, g), e), g);
  const majority = xor(and(xor(a, b), xor(b, c)), b);
  return [
    ...set(SUM, add(add(add(get(h), wordWithConstant), choice), rotated(e, [6, 11, 25]))),
    ...set(d, add(get(d), get(SUM))),
    ...set(h, add(add(get(SUM), majority), rotated(a, [2, 13, 22]))),
  ];
}

const vectorRotate = (local: number, count: number) =>
  vectorOr(vectorShiftRight(get(local), count), vectorShiftLeft(get(local), 32 - count));

const mixed = (local: number, first: number, second: number, shift: number) =>
  vectorXor(
    vectorXor(vectorRotate(local, first), vectorRotate(local, second)),
    vectorShiftRight(get(local), shift),
  );

/**
 * The next four message words (FIPS 180-4, 6.2.2, step 1) in place of the oldest. The upper two depend on the lower two, so
 * those are finished first.
 */
function schedule(step: number): Code {
  const words = (index: number) => WORDS + ((step + index) % 4);
  const oldest = words(0);
  const latestOf = (source: number, lanes: readonly number[]) =>
    set(LATEST, pickLanes(get(source), get(source), lanes));
  const addLatest = (mask: readonly number[]) =>
    vectorAdd(get(NEXT), vectorAnd(mixed(LATEST, 17, 19, 10), vectorConstant(mask)));
  return [
    ...set(NEXT, pickLanes(get(oldest), get(words(1)), [1, 2, 3, 4])),
    ...set(
      NEXT,
      vectorAdd(
        vectorAdd(get(oldest), mixed(NEXT, 7, 18, 3)),
        pickLanes(get(words(2)), get(words(3)), [1, 2, 3, 4]),
      ),
    ),
    ...latestOf(words(3), [2, 3, 2, 3]),
    ...set(NEXT, addLatest([...ONES, ...NONES])),
    ...latestOf(NEXT, [0, 1, 0, 1]),
    ...set(oldest, addLatest([...NONES, ...ONES])),
  ];
}

function block(): Code {
  const rounds = Array.from({ length: ROUNDS / LANES }, (_, step): Code => {
    const constants = vectorLoad(constant(CONSTANTS_AT), step * LANES * 4);
    return [
      ...set(WITH_CONSTANTS, vectorAdd(get(WORDS + (step % 4)), constants)),
      ...(step < (ROUNDS - 16) / LANES ? schedule(step) : []),
      ...[0, 1, 2, 3].flatMap((index) => round(step * LANES + index, lane(get(WITH_CONSTANTS), index))),
    ];
  });
  return [
    ...[0, 1, 2, 3].flatMap((index) => {
      const words = vectorLoad(get(AT), index * 16);
      return set(WORDS + index, pickBytes(words, words, BIG_ENDIAN));
    }),
    ...eight.flatMap((index) => set(VARIABLES + index, get(HASH + index))),
    ...rounds.flat(),
    ...eight.flatMap((index) => set(HASH + index, add(get(HASH + index), get(VARIABLES + index)))),
    ...set(AT, add(get(AT), constant(BLOCK))),
  ];
}

/**
 * A WebAssembly module that takes blocks into a running SHA-256: `run(at, count)`, with one block at least. The rounds are
 * written out one after the other, and four message words at a time are made as a vector beside them.
 */
export function sha256Module(): Uint8Array<ArrayBuffer> {
  return assemble(
    2,
    LOCALS,
    [
      ...set(END, add(get(AT), shiftLeft(get(END), constant(Math.log2(BLOCK))))),
      ...eight.flatMap((index) => set(HASH + index, load(constant(STATE_AT), index * 4))),
      ...repeatWhile(isLess(get(AT), get(END)), block()),
      ...eight.flatMap((index) => store(constant(STATE_AT), index * 4, get(HASH + index))),
    ],
    PAGES,
  );
}

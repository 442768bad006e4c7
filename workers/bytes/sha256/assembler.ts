/**
 * The few WebAssembly instructions that a hash needs, as expressions: each function returns the bytes of its operands and
 * then its own. Numbers are those of the WebAssembly specification 2.0, chapter 5.
 */
export type Code = readonly number[];

export const VALUE_I32 = 0x7f;
export const VALUE_V128 = 0x7b;

/** An unsigned number in LEB128, seven bits a byte. */
export function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  const last = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40);
  return last ? [low] : [low | 0x80, ...signed(rest)];
}

export const constant = (value: number): Code => [0x41, ...signed(value)];
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];

const binary =
  (...operation: number[]) =>
  (left: Code, right: Code): Code => [...left, ...right, ...operation];

export const add = binary(0x6a);
export const and = binary(0x71);
export const xor = binary(0x73);
export const shiftLeft = binary(0x74);
export const rotateRight = (value: Code, count: number): Code => [...value, ...constant(count), 0x78];
export const isLess = binary(0x49);

export const load = (address: Code, offset: number): Code => [...address, 0x28, 2, ...unsigned(offset)];
export const store = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  0x36,
  2,
  ...unsigned(offset),
];

/** Runs the body, and again as long as the condition holds at its end. */
export const repeatWhile = (condition: Code, body: Code): Code => [
  0x03,
  0x40,
  ...body,
  ...condition,
  0x0d,
  0,
  0x0b,
];

/** Four numbers of 32 bits in a vector. */
const vector = (operation: number): Code => [0xfd, ...unsigned(operation)];

export const vectorLoad = (address: Code, offset: number): Code => [
  ...address,
  ...vector(0x00),
  0,
  ...unsigned(offset),
];
export const vectorAdd = binary(...vector(0xae));
export const vectorAnd = binary(...vector(0x4e));
export const vectorOr = binary(...vector(0x50));
export const vectorXor = binary(...vector(0x51));
export const vectorShiftLeft = (value: Code, count: number): Code => [
  ...value,
  ...constant(count),
  ...vector(0xab),
];
export const vectorShiftRight = (value: Code, count: number): Code => [
  ...value,
  ...constant(count),
  ...vector(0xad),
];
export const vectorConstant = (bytes: readonly number[]): Code => [...vector(0x0c), ...bytes];
/** Picks 16 of the 32 bytes of two vectors. */
export const pickBytes = (left: Code, right: Code, bytes: readonly number[]): Code => [
  ...left,
  ...right,
  ...vector(0x0d),
  ...bytes,
];
/** Picks four of the eight numbers of two vectors. */
export const pickLanes = (left: Code, right: Code, lanes: readonly number[]): Code =>
  pickBytes(
    left,
    right,
    lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  );
export const lane = (value: Code, index: number): Code => [...value, ...vector(0x1b), index];

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const name = (text: string): Code => [text.length, ...new TextEncoder().encode(text)];

/**
 * A module of one function, exported as `run`, and its memory, exported as `memory`.
 *
 * @param parameters how many numbers of 32 bits the function takes; it returns nothing
 * @param locals type and count of its further locals, which are numbered after the parameters
 * @param pages of 64 KiB of memory
 */
export function assemble(
  parameters: number,
  locals: readonly (readonly [type: number, count: number])[],
  code: Code,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const parameterTypes = Array.from({ length: parameters }, () => VALUE_I32);
  const declared = locals.flatMap(([type, count]) => [...unsigned(count), type]);
  const body = [...unsigned(locals.length), ...declared, ...code, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...parameterTypes, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [2, ...name("memory"), 2, 0, ...name("run"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** Bytes that were typed one after the other and are not applied yet. */
export interface TypedRun {
  /** Of the first byte. */
  readonly offset: number;
  readonly bytes: readonly number[];
  /** Offset of a byte whose low digit is still to come; null where all are whole. */
  readonly half: number | null;
}

/** A run, and the offset that the next character goes to. The offset may be the end of the source. */
export interface Typed {
  readonly run: TypedRun | null;
  readonly next: number;
}

/** Whether a character at the offset would go on with the run. */
export function touches({ offset, bytes }: TypedRun, at: number): boolean {
  return at >= offset && at <= offset + bytes.length;
}

function put(run: TypedRun, at: number, values: readonly number[]): number[] {
  const bytes = [...run.bytes];
  bytes.splice(at - run.offset, values.length, ...values);
  return bytes;
}

/** The run that goes on at the offset, or a new one. */
const runAt = (run: TypedRun | null, at: number): TypedRun =>
  run !== null && touches(run, at) ? run : { offset: at, bytes: [], half: null };

/**
 * Types a hex digit: the high one first, then the low one.
 *
 * @param current the byte at the offset as it stands, without what was typed: its low digit stays until it is typed over.
 */
export function typeDigit(run: TypedRun | null, at: number, digit: number, current: number): Typed {
  const base = runAt(run, at);
  const known = base.bytes[at - base.offset] ?? current;
  if (base.half === at) {
    return { run: { ...base, bytes: put(base, at, [(known & 0xf0) | digit]), half: null }, next: at + 1 };
  }
  return { run: { ...base, bytes: put(base, at, [(digit << 4) | (known & 0x0f)]), half: at }, next: at };
}

/** Types whole bytes, as a character gives them. */
export function typeBytes(run: TypedRun | null, at: number, values: readonly number[]): Typed {
  const base = runAt(run, at);
  return { run: { ...base, bytes: put(base, at, values), half: null }, next: at + values.length };
}

/** Takes the last typed byte back, where the cursor is behind it; elsewhere the cursor goes one byte back. */
export function eraseTyped(run: TypedRun | null, at: number): Typed {
  if (run === null) return { run, next: Math.max(0, at - 1) };
  const last = run.offset + run.bytes.length - 1;
  const erased = run.half === at ? at : at - 1;
  if (erased !== last) return { run: { ...run, half: null }, next: Math.max(0, at - 1) };
  const bytes = run.bytes.slice(0, -1);
  return { run: bytes.length === 0 ? null : { ...run, bytes, half: null }, next: erased };
}

/** The bytes of a character in UTF-8; null for a key that writes none. */
export function bytesOfKey(key: string): readonly number[] | null {
  // Named keys ("Enter", "F5") are longer than any one character.
  return /^.$/u.test(key) ? [...new TextEncoder().encode(key)] : null;
}

/** The value of a hex digit; null for any other key. */
export function digitOfKey(key: string): number | null {
  return /^[0-9a-f]$/i.test(key) ? Number.parseInt(key, 16) : null;
}

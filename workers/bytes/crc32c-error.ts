/** One byte of a run that changed after the run's checksum was computed. */
export interface ByteError {
  /** Index of the byte. */
  readonly at: number;
  /** The wrong bits, as a mask; the byte XOR the mask is the right byte. */
  readonly mask: number;
}

/** Castagnoli polynomial, reflected. */
const POLYNOMIAL = 0x82f63b78;

/** The CRC register one bit earlier. CRC-32C is linear, so the effect of a wrong bit can be traced back bit by bit. */
const before = (register: number): number =>
  register < 0 ? ((register ^ POLYNOMIAL) << 1) | 1 : register << 1;

/**
 * Finds the single wrong byte that explains why a CRC-32C does not match. Other damage to a run of 4 KiB looks like a single
 * wrong byte once in four thousand times, so the caller must check that the corrected byte makes sense.
 *
 * @param length of the run in bytes, at least 4.
 * @param difference the stored checksum XOR the computed one.
 * @returns null where no single byte explains the difference, or where several could.
 */
export function byteErrorOf(length: number, difference: number): ByteError | null {
  const found: ByteError[] = [];
  let register = difference | 0;
  for (let bit = 0; bit < 32; bit++) register = before(register);
  // The last three bytes first. Then the window of four bytes moves to the front, and only its first byte can be the wrong one.
  for (let nth = 1; nth < 4; nth++) {
    const mask = register >>> (8 * nth);
    if (mask < 0x100 && mask << (8 * nth) === register) found.push({ at: length - 4 + nth, mask });
  }
  for (let at = length - 4; at >= 0; at--) {
    if (register > 0 && register < 0x100) found.push({ at, mask: register });
    for (let bit = 0; bit < 8; bit++) register = before(register);
  }
  const [first] = found;
  return found.length === 1 && first !== undefined ? first : null;
}

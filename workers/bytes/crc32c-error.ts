/** One byte of a run that is not what it was when its checksum was computed. */
export interface ByteError {
  /** Index of the byte. */
  readonly at: number;
  /** The bits that are wrong, as a mask; XOR with the byte gives what stood there. */
  readonly mask: number;
}

/** Castagnoli polynomial, reflected. */
const POLYNOMIAL = 0x82f63b78;

/** The register one bit earlier; CRC-32C is linear, so what one wrong bit does to it can be traced back. */
const before = (register: number): number =>
  register < 0 ? ((register ^ POLYNOMIAL) << 1) | 1 : register << 1;

/**
 * Which single byte explains that a CRC-32C does not match. A run of 4 KiB with any other damage is taken for such a one once
 * in four thousand times, so what the byte becomes has to make sense as well.
 *
 * @param length of the run in bytes, at least 4.
 * @param difference the stored checksum XOR the computed one.
 * @returns null where no byte alone explains it, or more than one does.
 */
export function byteErrorOf(length: number, difference: number): ByteError | null {
  const found: ByteError[] = [];
  let register = difference | 0;
  for (let bit = 0; bit < 32; bit++) register = before(register);
  // What was wrong in the last four bytes; then, one byte further to the front at a time, in the first of four.
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

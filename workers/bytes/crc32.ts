/** The polynomial of zip, PNG and UEFI, reflected. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
  return value;
});

/**
 * CRC-32 of some KiB, as an unsigned number. Slower than `crc32c`, but needs nothing to be loaded.
 *
 * @param start what it begins with
 * @param inverts whether the result is inverted
 */
export function crc32(bytes: Uint8Array, start = 0xffffffff, inverts = true): number {
  let value = start;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] ?? 0);
  return (inverts ? ~value : value) >>> 0;
}

/** Bytes that each word of an update sequence array protects, whatever the sector size is. */
const STRIDE = 512;

/** A block whose update sequence array was applied. */
export interface FixedBlock {
  /** The block as it was before it was written. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes from the start that belong to one write; all of the block unless it is torn. */
  readonly sound: number;
}

/**
 * Applies the update sequence array: the last word of each 512 bytes was replaced by a number when the block was written. Where a number
 * is another one, that sector was not written with the others: the block is torn, and sound as far as the sector before.
 *
 * @param source the block as it is stored; stays as it is
 * @returns null where the array can't be in the block.
 */
export function applyFixup(source: Uint8Array, usaOffset: number, usaCount: number): FixedBlock | null {
  const sectors = source.length / STRIDE;
  if (usaCount !== sectors + 1 || usaOffset % 2 !== 0 || usaOffset + usaCount * 2 > STRIDE - 2) return null;
  const bytes = new Uint8Array(source);
  const view = new DataView(bytes.buffer);
  const number = view.getUint16(usaOffset, true);
  for (let sector = 0; sector < sectors; sector++) {
    const last = (sector + 1) * STRIDE - 2;
    if (view.getUint16(last, true) !== number) return { bytes, sound: sector * STRIDE };
    view.setUint16(last, view.getUint16(usaOffset + 2 + sector * 2, true), true);
  }
  return { bytes, sound: bytes.length };
}

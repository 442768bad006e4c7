/** Whether all bytes are zero. Compares a word at a time, to run at memory speed. */
export function isZero(bytes: Uint8Array): boolean {
  const head = (4 - (bytes.byteOffset % 4)) % 4;
  if (bytes.length < 4 + head) return noneSet(bytes);
  const words = Math.floor((bytes.length - head) / 4);
  if (!noneSet(bytes.subarray(0, head)) || !noneSet(bytes.subarray(head + words * 4))) return false;
  return noneSet(new Int32Array(bytes.buffer, bytes.byteOffset + head, words));
}

function noneSet(items: Int32Array | Uint8Array): boolean {
  const rounded = items.length - (items.length % 8);
  for (let at = 0; at < rounded; at += 8) {
    const any =
      Number(items[at]) |
      Number(items[at + 1]) |
      Number(items[at + 2]) |
      Number(items[at + 3]) |
      Number(items[at + 4]) |
      Number(items[at + 5]) |
      Number(items[at + 6]) |
      Number(items[at + 7]);
    if (any !== 0) return false;
  }
  return items.subarray(rounded).every((item: number) => item === 0);
}

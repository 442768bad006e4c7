/** How WOF packs a file, in the order of its numbers. `chunk` is in bytes. */
export const WOF_ALGORITHMS = [
  { name: "XPRESS4K", method: "xpress", chunk: 4096 },
  { name: "LZX", method: "lzx", chunk: 32_768 },
  { name: "XPRESS8K", method: "xpress", chunk: 8192 },
  { name: "XPRESS16K", method: "xpress", chunk: 16_384 },
] as const;

export type WofAlgorithm = (typeof WOF_ALGORITHMS)[number];

import { createSHA256 } from "hash-wasm";
import { BLOCK, CONSTANTS_AT, INPUT_AT, INPUT_SIZE, sha256Module, STATE_AT } from "./kernel.ts";

/** A hash of bytes that come in pieces. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; nothing may follow. */
  digest(): string;
}

/** FIPS 180-4, 5.3.3. */
const FIRST_STATE = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** FIPS 180-4, 4.2.2. */
const CONSTANTS = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];

type Kernel = {
  readonly memory: WebAssembly.Memory;
  readonly run: (at: number, blocks: number) => void;
};

class Sha256 implements StreamHash {
  readonly #run: Kernel["run"];
  readonly #memory: DataView;
  readonly #input: Uint8Array;
  /** Bytes in `#input` that no block was made of yet. */
  #held = 0;
  #length = 0;

  constructor({ memory, run }: Kernel) {
    this.#run = run;
    this.#memory = new DataView(memory.buffer);
    this.#input = new Uint8Array(memory.buffer, INPUT_AT, INPUT_SIZE);
    FIRST_STATE.forEach((word, index) => this.#memory.setUint32(STATE_AT + index * 4, word, true));
    CONSTANTS.forEach((word, index) => this.#memory.setUint32(CONSTANTS_AT + index * 4, word, true));
  }

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + INPUT_SIZE - this.#held);
      this.#input.set(piece, this.#held);
      this.#held += piece.length;
      at += piece.length;
      this.#takeBlocks();
    }
  }

  #takeBlocks(): void {
    const blocks = Math.floor(this.#held / BLOCK);
    if (blocks === 0) return;
    this.#run(INPUT_AT, blocks);
    this.#input.copyWithin(0, blocks * BLOCK, this.#held);
    this.#held %= BLOCK;
  }

  digest(): string {
    const bits = BigInt(this.#length) * 8n;
    // A bit, zeros, and the length in the last eight bytes of a block.
    const end = Math.ceil((this.#held + 9) / BLOCK) * BLOCK;
    this.#input.fill(0, this.#held, end);
    this.#input[this.#held] = 0x80;
    this.#memory.setBigUint64(INPUT_AT + end - 8, bits);
    this.#held = end;
    this.#takeBlocks();
    return FIRST_STATE.map((_, index) =>
      this.#memory
        .getUint32(STATE_AT + index * 4, true)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
  }
}

/** The compiled kernel; null where the browser knows no vectors. */
let compiled: Promise<WebAssembly.Module | null> | null = null;

async function compile(): Promise<WebAssembly.Module | null> {
  const module = sha256Module();
  return WebAssembly.validate(module) ? WebAssembly.compile(module) : null;
}

/** Begins a SHA-256. */
export async function startSha256(): Promise<StreamHash> {
  compiled ??= compile();
  const module = await compiled;
  if (module === null) return createSHA256();
  const { exports } = await WebAssembly.instantiate(module);
  return new Sha256(exports as Kernel);
}

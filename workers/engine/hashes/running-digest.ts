import { createMD5, createSHA1, createSHA256, type IHasher } from "hash-wasm";
import { MIB } from "../../shared/numbers.ts";
import { isZero } from "../../bytes/zero.ts";
import { chunked } from "../jobs/pipelined.ts";
import { ZEROS } from "../jobs/pipelined.ts";

/** `sparse-sha256` is defined at `DiskDigests`. */
export type DigestName = "sha256" | "sha1" | "md5" | "sparse-sha256";

/** What a digest is taken of, run after run. */
export type Run =
  | { readonly kind: "bytes"; readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "zeros"; readonly offset: number; readonly length: number };

/** A digest that is being taken. */
export interface RunningDigest {
  add(run: Run): void;
  /** Lower-case hex; nothing may follow. */
  finish(): string;
}

class WholeDigest implements RunningDigest {
  readonly #hash: IHasher;

  constructor(hash: IHasher) {
    this.#hash = hash;
  }

  add(run: Run): void {
    if (run.kind === "bytes") this.#hash.update(run.bytes);
    else for (const { length } of chunked(0, run.length)) this.#hash.update(ZEROS.subarray(0, length));
  }

  finish(): string {
    return this.#hash.digest();
  }
}

/** Takes the MiB that hold something, each after its offset. Runs start at a whole MiB. */
class SparseDigest implements RunningDigest {
  readonly #hash: IHasher;

  constructor(hash: IHasher) {
    this.#hash = hash;
  }

  add(run: Run): void {
    if (run.kind === "zeros") return;
    const stamp = new DataView(new ArrayBuffer(8));
    for (let at = 0; at < run.bytes.length; at += MIB) {
      const piece = run.bytes.subarray(at, at + MIB);
      if (isZero(piece)) continue;
      stamp.setBigUint64(0, BigInt(run.offset + at), true);
      this.#hash.update(new Uint8Array(stamp.buffer));
      this.#hash.update(piece);
    }
  }

  finish(): string {
    return this.#hash.digest();
  }
}

export async function startDigest(name: DigestName): Promise<RunningDigest> {
  switch (name) {
    case "sha256":
      return new WholeDigest(await createSHA256());
    case "sha1":
      return new WholeDigest(await createSHA1());
    case "md5":
      return new WholeDigest(await createMD5());
    case "sparse-sha256":
      return new SparseDigest(await createSHA256());
  }
}

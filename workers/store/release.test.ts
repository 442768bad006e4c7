import { expect, it } from "vitest";
import { release } from "./release.ts";

it("leaves no bytes behind, again and again", () => {
  for (let nth = 0; nth < 3; nth++) {
    const bytes = new Uint8Array(1024).fill(7);
    release(bytes.subarray(8));
    expect(bytes.length).toBe(0);
    expect(bytes.buffer.byteLength).toBe(0);
  }
});

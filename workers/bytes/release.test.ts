import { expect, it } from "vitest";
import { release } from "./release.ts";

it("leaves no bytes behind where buffers can be transferred, and does nothing elsewhere", () => {
  const bytes = new Uint8Array(1024).fill(7);
  release(bytes);
  expect(bytes.length).toBe("transfer" in ArrayBuffer.prototype ? 0 : 1024);
  const transferred: number[] = [];
  const buffer = Object.assign(new ArrayBuffer(8), {
    transfer: (length: number) => transferred.push(length),
  });
  release(new Uint8Array(buffer));
  expect(transferred).toEqual([0]);
});

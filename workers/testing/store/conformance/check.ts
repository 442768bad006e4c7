import { VhdxError } from "../../../shared/error.ts";

/** Thrown where a store breaks its contract. Plain, so that the suite runs under any test runner or under none. */
class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

export function fail(message: string): never {
  throw new ConformanceError(message);
}

export function checkEqual(actual: number, expected: number, what: string): void {
  if (actual !== expected) fail(`${what}: ${actual}, but ${expected} was expected`);
}

/** Compares byte by byte and names the first that differs. */
export function checkBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  checkEqual(actual.length, expected.length, `${what}, length`);
  for (let index = 0; index < expected.length; index++) {
    if (actual[index] !== expected[index]) {
      fail(`${what}: byte ${index} is ${actual[index]}, but ${expected[index]} was expected`);
    }
  }
}

/** Runs a call that must fail with `out-of-range`, by an exception or a rejection. */
export async function checkOutOfRange(what: string, run: () => Promise<unknown>): Promise<void> {
  let pending: Promise<unknown>;
  try {
    pending = run();
  } catch {
    fail(`${what}: threw at once where it has to return a promise that rejects`);
  }
  try {
    await pending;
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "out-of-range") return;
    fail(`${what}: ${String(thrown)}, but out-of-range was expected`);
  }
  fail(`${what}: succeeded, but out-of-range was expected`);
}

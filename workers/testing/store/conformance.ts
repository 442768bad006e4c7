/**
 * One suite for every backend: what `ReadableStore` and `Store` promise, as plain checks that throw. No test runner
 * is needed, so that the same list runs under Vitest and inside a worker of a real browser.
 */
export { CONTENTS, readableCases, type MakeReadable } from "./conformance/readable.ts";
export { checkRandomOperations, storeCases, type MakeStore } from "./conformance/writable.ts";

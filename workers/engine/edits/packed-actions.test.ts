import { expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { packActions, unpackActions } from "./packed-actions.ts";

const ACTIONS: readonly EditAction[] = [
  { kind: "write", space: "disk", offset: 2 ** 45, bytes: Uint8Array.of(1, 2, 3) },
  { kind: "zero", offset: 0, length: 4096 },
  { kind: "fill", offset: 7, length: 100, pattern: Uint8Array.of(0xff) },
  { kind: "set-field", node: "header/1", field: "logGuid", value: "ünï", mend: true },
  { kind: "discard-log" },
  { kind: "fix", fix: "header-from-copy/2" },
  { kind: "write", space: "file", offset: 5, bytes: new Uint8Array(0) },
];

it("gives back the actions that were packed", () => {
  expect(unpackActions(packActions(ACTIONS))).toEqual(ACTIONS);
  expect(unpackActions(packActions([]))).toEqual([]);
});

it("reads packed actions wherever they stand in their buffer", () => {
  const packed = packActions(ACTIONS);
  const shifted = new Uint8Array(packed.length + 3);
  shifted.set(packed, 3);
  expect(unpackActions(shifted.subarray(3))).toEqual(ACTIONS);
});

it("takes nothing from bytes that are cut off or of another version", () => {
  const packed = packActions(ACTIONS);
  expect(unpackActions(packed.subarray(0, 20))).toEqual([]);
  expect(unpackActions(new Uint8Array(2))).toEqual([]);
  const text = new TextEncoder().encode(JSON.stringify({ version: 2, actions: ACTIONS }));
  const other = new Uint8Array(4 + text.length);
  new DataView(other.buffer).setUint32(0, text.length, true);
  other.set(text, 4);
  expect(unpackActions(other)).toEqual([]);
});

import * as fc from "fast-check";
import * as v from "valibot";
import { expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { editAction } from "./action-schema.ts";
import { packActions, unpackActions } from "./packed-actions.ts";

const ACTIONS: readonly EditAction[] = [
  { kind: "write", space: "disk", offset: 2 ** 45, bytes: Uint8Array.of(1, 2, 3) },
  { kind: "zero", offset: 0, length: 4096 },
  { kind: "fill", offset: 7, length: 100, pattern: Uint8Array.of(0xff) },
  { kind: "set-field", node: "header/1", field: "logGuid", value: "ünï", mend: true },
  { kind: "discard-log" },
  { kind: "fix", fix: "header-from-copy/2" },
  { kind: "write", space: "file", offset: 5, bytes: new Uint8Array(0) },
  { kind: "apply-log" },
  { kind: "relink", change: { linkage: null, paths: { relative_path: "a.vhdx" }, dropLinkage2: true } },
];

/** What `packActions` makes of these values, however wrong they are. */
function packedJson(value: unknown, body = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const packed = new Uint8Array(4 + text.length + body.length);
  new DataView(packed.buffer).setUint32(0, text.length, true);
  packed.set(text, 4);
  packed.set(body, 4 + text.length);
  return packed;
}

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
  expect(unpackActions(packed.subarray(0, 20))).toBeNull();
  expect(unpackActions(packed.subarray(0, -1))).toBeNull();
  expect(unpackActions(new Uint8Array(2))).toBeNull();
  const plain = ACTIONS.filter(({ kind }) => kind === "zero");
  expect(unpackActions(packedJson({ version: 1, actions: plain }))).toEqual(plain);
  expect(unpackActions(packedJson({ version: 2, actions: plain }))).toBeNull();
});

it.each([
  ["no kind", {}],
  ["a kind that there is not", { kind: "format", offset: 0 }],
  ["a missing field", { kind: "zero", offset: 0 }],
  ["a text for a number", { kind: "zero", offset: "0", length: 512 }],
  ["a negative offset", { kind: "zero", offset: -512, length: 512 }],
  ["half a byte", { kind: "zero", offset: 0.5, length: 512 }],
  ["a number that JSON can't tell from its neighbour", { kind: "zero", offset: 2 ** 60, length: 512 }],
  ["an array for bytes", { kind: "write", space: "disk", offset: 0, bytes: [1, 2, 3] }],
  ["bytes before the first", { kind: "write", space: "disk", offset: 0, bytes: { $at: -1, $length: 1 } }],
  ["bytes behind the last", { kind: "write", space: "disk", offset: 0, bytes: { $at: 0, $length: 4 } }],
  ["a space that there is not", { kind: "write", space: "log", offset: 0, bytes: { $at: 0, $length: 3 } }],
  [
    "a path that is no text",
    { kind: "relink", change: { linkage: null, paths: { a: 1 }, dropLinkage2: false } },
  ],
  ["a list", []],
  ["nothing", null],
])("takes no action with %s", (_what, action) => {
  const body = Uint8Array.of(1, 2, 3);
  expect(unpackActions(packedJson({ version: 1, actions: [action] }, body))).toBeNull();
});

it("takes the same action where its bytes are there", () => {
  const action = { kind: "write", space: "disk", offset: 0, bytes: { $at: 0, $length: 3 } };
  const body = Uint8Array.of(1, 2, 3);
  expect(unpackActions(packedJson({ version: 1, actions: [action] }, body))).toEqual([
    { ...action, bytes: body },
  ]);
});

it("gives actions or null, whatever the bytes", () => {
  const packed = packActions(ACTIONS);
  const changed = fc
    .tuple(fc.nat(packed.length - 1), fc.nat(255))
    .map(([at, value]) => packed.map((byte, index) => (index === at ? value : byte)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), changed), (bytes) => {
      const actions = unpackActions(bytes);
      expect(actions === null || v.is(v.array(editAction), actions)).toBe(true);
    }),
  );
});

import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { openImage, withMore } from "../../testing/malformed/cases.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { inheritedOf } from "./inherited.ts";

await loadCrc32c();

const id = (nth: number) => `${String(nth).repeat(8)}-1111-4111-8111-111111111111`;

it("takes the items of the virtual disk with their flags and bytes, and none of the file's own", () => {
  const image = new ImageBuilder();
  const value = (nth: number) => Uint8Array.of(nth, nth + 1, nth + 2);
  withMore(
    image,
    { itemId: id(1), isVirtualDisk: 1, isRequired: 1, bytes: value(1) },
    { itemId: id(2), isVirtualDisk: 1, isUser: 1, bytes: value(2) },
    { itemId: id(3), isVirtualDisk: 0, isRequired: 1, bytes: value(3) },
    { itemId: id(4), isVirtualDisk: 1, isRequired: 0, bytes: new Uint8Array(0) },
  );
  const { diskId, items } = inheritedOf(openImage(image).best);
  expect(diskId).toBe(openImage(image).best.structures.facts.diskId);
  expect(items).toEqual([
    { itemId: id(1), isVirtualDisk: true, isUser: false, isRequired: true, bytes: value(1) },
    { itemId: id(2), isVirtualDisk: true, isUser: true, isRequired: false, bytes: value(2) },
    { itemId: id(4), isVirtualDisk: true, isUser: false, isRequired: false, bytes: new Uint8Array(0) },
  ]);
});

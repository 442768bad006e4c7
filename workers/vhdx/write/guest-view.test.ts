import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { metadataTableEntry, metadataTableHeader } from "../structs/metadata-table.ts";
import { VIRTUAL_DISK_ID } from "../structs/metadata-items.ts";
import { guestSees } from "./guest-view.ts";

beforeAll(loadCrc32c);

/** Whether a guest sees that the entry of the disk's id is put back. @param flipped whether a byte of the id changes as well */
function seesIdPutBack(flipped: boolean): boolean {
  const [before, after] = [new ImageBuilder(), new ImageBuilder()];
  const at = before.items.findIndex(({ itemId }) => itemId === VIRTUAL_DISK_ID.guid);
  const entry = before.metadata.offset + metadataTableHeader.size + at * metadataTableEntry.size;
  before.write(metadataTableEntry, entry, { itemId: "99999999-9999-4999-8999-999999999999" });
  const place = new Uint8Array(4);
  after.store.read(entry + metadataTableEntry.fields.offset.offset, place);
  const id = after.metadata.offset + new DataView(place.buffer).getUint32(0, true);
  if (flipped) after.flip(id);
  const { offset, length } = before.metadata;
  return guestSees(before.store, after.store, [{ start: offset, end: offset + length }], before.log);
}

it("a parameter that could not be read counts as changed only where its bytes were written", () => {
  expect(seesIdPutBack(false)).toBe(false);
  expect(seesIdPutBack(true)).toBe(true);
});

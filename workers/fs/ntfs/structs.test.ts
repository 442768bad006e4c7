import { expect, it } from "vitest";
import { decode } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ntfsImage } from "../../testing/fs/ntfs/image.ts";
import { TYPE } from "./attributes.ts";
import { applyFixup } from "./fixup.ts";
import { readFileName } from "./names.ts";
import { NTFS_READER } from "./ntfs.ts";
import { readRecord } from "./record.ts";
import { attributeHeader, nonResidentAttribute, residentAttribute } from "./structs/attribute.ts";
import { fileName } from "./structs/file-name.ts";
import { fileRecord } from "./structs/record.ts";
import { standardInformation } from "./structs/standard-information.ts";
import { readStandard, toUnixTime } from "./stat.ts";

const SIZE = 1024;
const mft = (() => {
  const content = NTFS_READER.open(new MemoryStore(ntfsImage("small").bytes), { transactions: null })?.open(
    0,
    null,
  );
  if (content == null) throw new Error("no MFT");
  const bytes = new Uint8Array(content.size);
  content.read(0, bytes);
  return bytes;
})();

it("reads records as quickly as possible and says the same as the tables", () => {
  let compared = 0;
  for (let number = 0; number < mft.length / SIZE; number++) {
    const stored = mft.subarray(number * SIZE, (number + 1) * SIZE);
    const record = readRecord(stored, number);
    if (record === null) continue;
    const head = decode(fileRecord, stored);
    const bytes = applyFixup(stored, head.usaOffset, head.usaCount)?.bytes ?? stored;
    expect(record).toMatchObject({ number, sequence: head.sequence, links: head.links });
    expect(record.isInUse).toBe(head.flags % 2 === 1);
    expect(record.isFolder).toBe((head.flags & 2) !== 0);
    expect(record.base).toBe(head.base === 0n ? null : head.baseRecord);
    for (const attribute of record.attributes) {
      const { type, length, flags, id, nameLength } = decode(attributeHeader, bytes, attribute.at);
      expect(attribute).toMatchObject({ type, length, flags, id });
      expect(attribute.name.length).toBe(nameLength);
      if (attribute.resident) {
        const { valueLength, valueOffset } = decode(residentAttribute, bytes, attribute.at);
        expect(attribute.value.length).toBe(valueLength);
        expect(attribute.valueAt).toBe(attribute.at + valueOffset);
      } else {
        const table = decode(nonResidentAttribute, bytes, attribute.at);
        expect(attribute.lowestVcn).toBe(Number(table.lowestVcn));
        expect(attribute.compressionUnit).toBe(table.compressionUnit);
        if (attribute.lowestVcn === 0)
          expect([attribute.size, attribute.initialized]).toEqual([
            Number(table.size),
            Number(table.initialized),
          ]);
      }
      if (!attribute.resident) continue;
      if (attribute.type === TYPE.fileName) {
        const name = readFileName(attribute.value);
        const { parent, parentSequence, flags: nameFlags, reparseTag } = decode(fileName, attribute.value);
        expect(name).toMatchObject({ parent, parentSequence, flags: nameFlags, reparseTag });
      }
      if (attribute.type === TYPE.standardInformation) {
        const table = decode(standardInformation, attribute.value);
        const { times, flags: fileFlags } = readStandard(record.attributes);
        expect(fileFlags).toBe(table.flags);
        expect(times).toEqual({
          created: toUnixTime(table.created),
          modified: toUnixTime(table.modified),
          changed: toUnixTime(table.changed),
          accessed: toUnixTime(table.accessed),
        });
      }
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(500);
});

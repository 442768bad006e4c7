import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { textToAscii, textToUtf16 } from "../../shared/encoded-text.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "./opened-image.ts";
import { describeForeign } from "../../vhdx/recognise/foreign.ts";

await loadCrc32c();

/** A file with some bytes at some offset, and nothing else. */
function file(text: string, at = 0, size = 100_000): MemoryStore {
  const store = new MemoryStore(size);
  store.write(at, textToAscii(text));
  return store;
}

describe("a file that is no VHDX", () => {
  it.for<[string, MemoryStore, RegExp]>([
    ["an empty file", new MemoryStore(), /empty/],
    ["a dynamic VHD", file("conectix"), /VHD, the format before VHDX/],
    ["a fixed VHD", file("conectix", 100_000 - 512), /fixed VHD/],
    ["qcow2", file("QFI\xfb"), /qcow2.*, not a VHDX\.$/],
    ["VMDK", file("KDMV"), /VMDK disk/],
    ["a VMDK descriptor", file("# Disk DescriptorFile\nversion=1"), /VMDK descriptor/],
    ["QED", file("QED\0"), /QED/],
    ["VDI", file("\x7f\x10\xda\xbe", 64), /VDI/],
    ["zip", file("PK\x03\x04"), /zip archive, not a VHDX; .*extract it first/],
    ["7-Zip", file("7z\xbc\xaf\x27\x1c"), /7-Zip.*extract it first/],
    ["RAR", file("Rar!\x1a\x07"), /RAR.*extract it first/],
    ["gzip", file("\x1f\x8b\x08"), /gzip.*extract it first/],
    ["xz", file("\xfd7zXZ\0"), /xz.*extract it first/],
    ["Zstandard", file("\x28\xb5\x2f\xfd"), /Zstandard.*extract it first/],
    ["E01", file("EVF\x09\x0d\x0a\xff\0"), /EnCase.*, not a VHDX\.$/],
    ["WIM", file("MSWIM\0\0\0"), /WIM/],
    ["ISO 9660", file("CD001", 0x8001), /ISO 9660.*, not a VHDX\.$/],
    ["PDF", file("%PDF-1.7"), /PDF.*, not a VHDX\.$/],
    ["a Windows program", file("MZ\x90\0"), /Windows program/],
    ["a Linux program", file("\x7fELF\x02"), /Linux program/],
    ["a raw disk with GPT", file("EFI PART", 512), /GPT/],
    ["a raw disk with a boot sector", file("\x55\xaa", 510), /boot sector/],
    ["zeros", new MemoryStore(70_000), /zeros only/],
    ["text", new MemoryStore(textToAscii("Name,Size\nc:\\disk.vhdx,4096\n")), /text file/],
    ["text of Windows", new MemoryStore(textToAscii("Name\tSize\r\nc:\\disk.vhdx\t4096\r\n")), /text file/],
    ["one letter", new MemoryStore(textToAscii("v")), /text file/],
    [
      "UTF-8 text",
      new MemoryStore(new TextEncoder().encode("Größe der Datei: überall gleich\n")),
      /text file/,
    ],
    ["UTF-16 text", new MemoryStore(textToUtf16("Size")), /not a VHDX/],
    ["anything else", file("\x01\x02\x03", 7), /does not start with the VHDX signature/],
  ])("is named: %s", ([, store, expected]) => {
    const image = new OpenedImage(new CachedStore(store));
    expect(image.outcome).toBe("not-vhdx");
    expect(image.foreign).toBe(describeForeign(store));
    expect(image.foreign).toMatch(expected);
    expect(image.foreign).toMatch(/^[A-Z].*\.$/);
    expect(image.findings(image.best).map(({ code }) => code)).toEqual(["not-vhdx"]);
    expect(() => image.disk(image.best)).toThrow(expect.objectContaining({ code: "not-available" }));
  });

  it("is not looked for in a VHDX", () => {
    expect(new OpenedImage(new CachedStore(new ImageBuilder().store)).foreign).toBeNull();
  });
});

import { asciiToText } from "../../shared/encoded-text.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";

interface Signature {
  readonly at: number;
  readonly bytes: string;
  readonly name: string;
  /** Whether a disk may be inside. */
  readonly packs?: true;
}

const SIGNATURES: readonly Signature[] = [
  { at: 0, bytes: "conectix", name: "a dynamic or differencing VHD, the format before VHDX" },
  { at: 0, bytes: "QFI\xfb", name: "a QEMU qcow2 image" },
  { at: 0, bytes: "KDMV", name: "a VMware VMDK disk" },
  { at: 0, bytes: "# Disk DescriptorFile", name: "a VMware VMDK descriptor" },
  { at: 0, bytes: "QED\0", name: "a QEMU QED image" },
  { at: 64, bytes: "\x7f\x10\xda\xbe", name: "a VirtualBox VDI disk" },
  { at: 0, bytes: "PK\x03\x04", name: "a zip archive", packs: true },
  { at: 0, bytes: "7z\xbc\xaf\x27\x1c", name: "a 7-Zip archive", packs: true },
  { at: 0, bytes: "Rar!", name: "a RAR archive", packs: true },
  { at: 0, bytes: "\x1f\x8b", name: "a gzip file", packs: true },
  { at: 0, bytes: "\xfd7zXZ\0", name: "an xz file", packs: true },
  { at: 0, bytes: "\x28\xb5\x2f\xfd", name: "a Zstandard file", packs: true },
  { at: 0, bytes: "EVF\x09\x0d\x0a\xff\0", name: "an EnCase (E01) evidence file" },
  { at: 0, bytes: "MSWIM\0\0\0", name: "a Windows imaging (WIM) file" },
  { at: 0x8001, bytes: "CD001", name: "an ISO 9660 image" },
  { at: 0, bytes: "%PDF", name: "a PDF document" },
  { at: 0, bytes: "MZ", name: "a Windows program" },
  { at: 0, bytes: "\x7fELF", name: "a Linux program" },
  { at: 512, bytes: "EFI PART", name: "a raw disk image with a GPT partition table" },
];

const HEAD = 0x8010;
const VHD_FOOTER = 512;
/** Bytes. Random data hardly begins with a signature of this length; with a shorter one it may. */
const LONG_ENOUGH = 3;

function signatureOf(head: Uint8Array): Signature | null {
  return (
    SIGNATURES.find(({ at, bytes }) => asciiToText(head.subarray(at, at + bytes.length)) === bytes) ?? null
  );
}

/** Whether a file has the signature of another kind at its start, one that is too long to be there by chance. */
export function isOtherKind(store: ReadableStore): boolean {
  return (signatureOf(readUpTo(store, 0, HEAD))?.bytes.length ?? 0) >= LONG_ENOUGH;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** What a file without any part of a VHDX seems to be, as a sentence: "This is a QEMU qcow2 image, not a VHDX." */
export function describeForeign(store: ReadableStore): string {
  if (store.size === 0) return "The file is empty, so it is not a VHDX.";
  const head = readUpTo(store, 0, HEAD);
  const signature = signatureOf(head);
  if (signature !== null) {
    const { name, packs } = signature;
    return `This is ${name}, not a VHDX${packs === true ? "; if the disk is inside, extract it first" : ""}.`;
  }
  if (store.size >= VHD_FOOTER) {
    const footer = readUpTo(store, store.size - VHD_FOOTER, 8);
    if (asciiToText(footer) === "conectix") return "This is a fixed VHD, the format before VHDX, not a VHDX.";
  }
  if (head.every((byte) => byte === 0))
    return "The file starts with zeros only, and no part of a VHDX was found in it: it is not a VHDX, or too much of it was wiped.";
  if (head[510] === 0x55 && head[511] === 0xaa)
    return "This looks like a raw disk image with a boot sector, not a VHDX.";
  if (isText(head.subarray(0, 512))) return "This is a text file, not a VHDX.";
  return "This is not a VHDX: it does not start with the VHDX signature, and no part of a VHDX was found in it.";
}

import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { isPowerOfTwo, safeNumber } from "../../shared/numbers.ts";
import { type Content, labelOf, type Mark, startLost, type System, tooLong } from "../content.ts";
import type { Part } from "../part.ts";
import { BOOT_SIGNATURE } from "../structs/mbr.ts";
import { bootSector, exfatBoot, fatBoot, fatHead, ntfsBoot, refsBoot } from "../structs/windows-boot.ts";
import { bytesToHex } from "../../shared/text.ts";

/** Bytes. */
const SECTOR_SIZES = [512, 4096] as const;
const isSectorSize = (size: number) => isPowerOfTwo(size) && size >= 512 && size <= 4096;

/** A boot sector; null where none can be read. */
function bootAt(part: Part, offset: number) {
  const bytes = part.bytes(offset, bootSector.size);
  return bytes === null ? null : { bytes, ...decode(bootSector, bytes) };
}

/** The length of a volume in bytes, null where it is 2^53 or more. */
function lengthOf(sectors: bigint | number, sectorSize: number): number | null {
  const count = safeNumber(BigInt(sectors));
  return count === null || !Number.isSafeInteger(count * sectorSize) ? null : count * sectorSize;
}

/** What all of these have in common. */
function content(
  name: string,
  part: Part,
  size: number | null,
  marks: readonly Mark[],
  label: string | null = null,
): Content {
  const all = [...marks, ...tooLong(size, part)];
  return { name, sort: "file system", label, size, marks: all, start: "boot sector" };
}

const copyLost = (words: string): Mark => ({ kind: "copy-lost", words });

const BOOT_LOST = startLost("backup boot sector is");

function ntfsAt(part: Part, offset: number): ValuesOf<typeof ntfsBoot> | null {
  const boot = bootAt(part, offset);
  if (boot === null || boot.system !== "NTFS    " || boot.signature !== BOOT_SIGNATURE) return null;
  const values = decode(ntfsBoot, boot.bytes);
  const { sectorSize, clusterSectors, sectors } = values;
  const clusters = clusterSectors > 0x80 ? 2 ** (0x100 - clusterSectors) : clusterSectors;
  return isSectorSize(sectorSize) && isPowerOfTwo(clusters) && sectors > 0n ? values : null;
}

/** NTFS. The copy of its boot sector is behind its last sector. */
const NTFS: System = {
  at: (part) => {
    const values = ntfsAt(part, 0);
    if (values === null) return null;
    const size = lengthOf(values.sectors + 1n, values.sectorSize);
    const copy = size === null || size > part.size ? null : ntfsAt(part, size - values.sectorSize);
    const same = copy !== null && copy.mft === values.mft && copy.sectors === values.sectors;
    return content("NTFS", part, size, same ? [] : [copyLost("whose backup boot sector is not there")]);
  },
  lost: (part) => {
    for (const sectorSize of SECTOR_SIZES) {
      const copy = ntfsAt(part, part.size - sectorSize);
      if (copy?.sectorSize === sectorSize)
        return content("NTFS", part, lengthOf(copy.sectors + 1n, sectorSize), [BOOT_LOST]);
    }
    return null;
  },
};

const EXFAT_COPY = 12;

/** An exFAT boot sector in a part; null where there is none. @param offset bytes from the start of the part */
export function exfatAt(part: Part, offset: number) {
  const boot = bootAt(part, offset);
  if (boot === null || boot.system !== "EXFAT   " || boot.signature !== BOOT_SIGNATURE) return null;
  const values = decode(exfatBoot, boot.bytes);
  const { sectorShift, clusterShift, tables } = values;
  const fits =
    sectorShift >= 9 && sectorShift <= 12 && clusterShift <= 25 - sectorShift && tables >= 1 && tables <= 2;
  return fits ? values : null;
}

function exfatContent(values: ValuesOf<typeof exfatBoot>, part: Part, more: readonly Mark[]): Content {
  const marks: Mark[] = [...more];
  if ((values.flags & 4) !== 0) marks.push({ kind: "errors", words: "marked as having errors" });
  if ((values.flags & 2) !== 0) marks.push({ kind: "not-clean", words: "marked as dirty" });
  return content("exFAT", part, lengthOf(values.sectors, 2 ** values.sectorShift), marks);
}

/** exFAT. The copy of its boot sector is the twelfth sector behind it. */
const EXFAT: System = {
  at: (part) => {
    const values = exfatAt(part, 0);
    if (values === null) return null;
    const copy = exfatAt(part, EXFAT_COPY * 2 ** values.sectorShift);
    const marks = copy === null ? [copyLost("whose backup boot sector is not there")] : [];
    return exfatContent(values, part, marks);
  },
  lost: (part) => {
    for (const size of SECTOR_SIZES) {
      const copy = exfatAt(part, EXFAT_COPY * size);
      if (copy !== null && 2 ** copy.sectorShift === size) return exfatContent(copy, part, [BOOT_LOST]);
    }
    return null;
  },
};

/** Fewest clusters of FAT16 and of FAT32 (FAT specification, 3.5). */
const FAT16_CLUSTERS = 4085;
const FAT32_CLUSTERS = 65_525;
const FAT32_COPY = 6;

/** A FAT boot sector. */
export interface Fat {
  readonly name: "FAT12" | "FAT16" | "FAT32";
  readonly values: ValuesOf<typeof fatBoot>;
  readonly sectors: number;
}

/** A FAT boot sector in a part; null where there is none. @param offset bytes from the start of the part */
export function fatAt(part: Part, offset: number): Fat | null {
  const boot = bootAt(part, offset);
  if (boot === null || boot.signature !== BOOT_SIGNATURE || (boot.jump !== 0xeb && boot.jump !== 0xe9))
    return null;
  const values = decode(fatBoot, boot.bytes);
  const { sectorSize, clusterSectors, reserved, tables, media, rootEntries } = values;
  const sectors = values.sectors16 || values.sectors32;
  const tableSectors = values.tableSectors16 || values.tableSectors32;
  const fits =
    isSectorSize(sectorSize) &&
    isPowerOfTwo(clusterSectors) &&
    reserved > 0 &&
    (tables === 1 || tables === 2) &&
    (media === 0xf0 || media >= 0xf8) &&
    tableSectors > 0;
  const root = Math.ceil((rootEntries * 32) / sectorSize);
  const data = sectors - reserved - tables * tableSectors - root;
  if (!fits || data <= 0) return null;
  const clusters = Math.floor(data / clusterSectors);
  // A volume that leaves the FAT16 fields empty is FAT32, however small it is.
  const isFat32 = clusters >= FAT32_CLUSTERS || values.tableSectors16 === 0;
  return { name: isFat32 ? "FAT32" : clusters >= FAT16_CLUSTERS ? "FAT16" : "FAT12", values, sectors };
}

function fatContent({ name, values, sectors }: Fat, part: Part, more: readonly Mark[]): Content {
  const marks: Mark[] = [...more];
  const head = name === "FAT12" ? null : part.bytes(values.reserved * values.sectorSize, fatHead.size);
  if (head !== null) {
    const { flags16, flags32 } = decode(fatHead, head);
    const [clean, whole] =
      name === "FAT32"
        ? [(flags32 & 0x0800_0000) !== 0, (flags32 & 0x0400_0000) !== 0]
        : [(flags16 & 0x8000) !== 0, (flags16 & 0x4000) !== 0];
    if (!whole) marks.push({ kind: "errors", words: "marked as having errors" });
    if (!clean) marks.push({ kind: "not-clean", words: "marked as dirty" });
  }
  const label = labelOf(name === "FAT32" ? values.label32 : values.label16);
  const named = label === "NO NAME" ? null : label;
  return content(name, part, sectors * values.sectorSize, marks, named);
}

/** FAT12, FAT16 and FAT32. FAT32 has a copy of its boot sector, mostly the sixth sector behind it. */
const FAT: System = {
  at: (part) => {
    const fat = fatAt(part, 0);
    if (fat === null) return null;
    const { backup, sectorSize } = fat.values;
    const hasCopy = fat.name === "FAT32" && backup !== 0 && backup !== 0xffff;
    const gone = hasCopy && fatAt(part, backup * sectorSize) === null;
    return fatContent(fat, part, gone ? [copyLost("whose backup boot sector is not there")] : []);
  },
  lost: (part) => {
    for (const size of SECTOR_SIZES) {
      const copy = fatAt(part, FAT32_COPY * size);
      if (copy?.name === "FAT32" && copy.values.sectorSize === size)
        return fatContent(copy, part, [BOOT_LOST]);
    }
    return null;
  },
};

function refsAt(part: Part, offset: number) {
  const boot = bootAt(part, offset);
  if (boot?.system !== "ReFS\0\0\0\0") return null;
  const values = decode(refsBoot, boot.bytes);
  return values.identifier === "FSRS" && isSectorSize(values.sectorSize) ? values : null;
}

const refsContent = (values: ValuesOf<typeof refsBoot>, part: Part, marks: readonly Mark[]) =>
  content(`ReFS ${values.major}.${values.minor}`, part, lengthOf(values.sectors, values.sectorSize), marks);

/** ReFS. The copy of its boot sector is its last sector. */
const REFS: System = {
  at: (part) => {
    const values = refsAt(part, 0);
    return values === null ? null : refsContent(values, part, []);
  },
  lost: (part) => {
    for (const size of SECTOR_SIZES) {
      const copy = refsAt(part, part.size - size);
      if (copy !== null) return refsContent(copy, part, [BOOT_LOST]);
    }
    return null;
  },
};

/** GUID of BitLocker To Go, as its bytes stand in the boot sector. */
const TO_GO = "3bd66749292ed84a8399f6a339e3d001";

/** BitLocker, whose boot sector is all that can be read without its key. */
const BITLOCKER: System = {
  at: (part) => {
    const boot = bootAt(part, 0);
    if (boot === null || boot.signature !== BOOT_SIGNATURE) return null;
    const toGo = boot.system === "MSWIN4.1" && bytesToHex(boot.guidToGo) === TO_GO;
    if (boot.system !== "-FVE-FS-" && !toGo) return null;
    const name = toGo ? "BitLocker To Go" : "BitLocker";
    return { name, sort: "encrypted volume", label: null, size: null, marks: [], start: "boot sector" };
  },
};

/** What begins with a boot sector of Windows. */
export const WINDOWS: readonly System[] = [BITLOCKER, NTFS, EXFAT, REFS, FAT];

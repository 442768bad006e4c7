import { ascii, bytes, defineStruct, u32, u64 } from "../../bytes/struct.ts";

/** Bytes of a sector, as LVM2 counts. */
export const LVM_SECTOR = 512;
/** Sectors at the start of a physical volume that may hold its label. */
export const LVM_LABEL_SECTORS = 4;

/** Label and physical volume header, at the start of a sector (LVM2, lib/label/label.h, lib/format_text/layout.h). */
export const lvmPhysicalVolume = defineStruct({
  name: "LVM2 physical volume",
  spec: "LVM2 pv_header",
  size: 512,
  fields: {
    id: ascii(0, 8, "id", { meaning: "LABELONE." }),
    sector: u64(8, "sector", { meaning: "Sector that it is in." }),
    headerOffset: u32(20, "offset", { meaning: "Bytes to the header of the physical volume." }),
    type: ascii(24, 8, "type", { meaning: "LVM2 001." }),
    uuid: ascii(32, 32, "pv_uuid", { meaning: "Identifier of the physical volume." }),
    deviceSize: u64(64, "device_size", { meaning: "Bytes of the device." }),
    areas: bytes(72, 440, "disk_areas", {
      meaning: "Places of the data areas, then of the metadata areas; each list ends with zeros.",
    }),
  },
});

/** Place of an area (disk_locn). */
export const lvmArea = defineStruct({
  name: "LVM2 area",
  spec: "LVM2 disk_locn",
  size: 16,
  fields: {
    offset: u64(0, "offset", { meaning: "Bytes from the start of the device; 0 ends a list." }),
    size: u64(8, "size", { meaning: "Bytes; 0: up to the end of the device." }),
  },
});

/** Header of a metadata area. Its text is a ring behind the header. */
export const lvmMetadata = defineStruct({
  name: "LVM2 metadata header",
  spec: "LVM2 mda_header",
  size: 512,
  fields: {
    checksum: u32(0, "checksum_xl", { meaning: "CRC-32 of the rest." }),
    magic: bytes(4, 16, "magic", { meaning: "20 4c 56 4d 32 20 78 5b 35 41 25 72 30 4e 2a 3e." }),
    version: u32(20, "version", { meaning: "1." }),
    start: u64(24, "start", { meaning: "Bytes from the start of the device to this header." }),
    size: u64(32, "size", { meaning: "Bytes of the area." }),
    textOffset: u64(40, "raw_locns[0].offset", { meaning: "Bytes from the header to the text." }),
    textSize: u64(48, "raw_locns[0].size", { meaning: "Bytes of the text." }),
    textChecksum: u32(56, "raw_locns[0].checksum", { meaning: "CRC-32 of the text." }),
    textFlags: u32(60, "raw_locns[0].flags", { meaning: "1: ignored." }),
  },
});

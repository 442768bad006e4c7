import { MIB } from "../../../shared/numbers.ts";
import type { LOG_REFUSALS } from "../../../vhdx/findings/catalogue/log-rules.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { type ImageBuilder, LOG_GUID } from "../../vhdx/image-builder.ts";
import { type LogWrite, sectorOf } from "../../vhdx/log-builder.ts";
import { crash, type RuleCase } from "./case.ts";

const writes = (image: ImageBuilder, ...list: readonly LogWrite[]) => crash(image, { writes: list });
/** An entry at every `step` bytes of the ring, each up to the ring's end, so that all overlap. */
const tangle = (image: ImageBuilder, step: number) => {
  crash(image);
  for (let at = 0; at + 2 * LOG_SECTOR < image.log.length; at += step) {
    const padding = (image.log.length - at) / LOG_SECTOR - 2;
    image.addLogEntry(at, { sequenceNumber: 5n, tail: at, padding });
  }
};

export const LOG_CASES: Record<keyof typeof LOG_REFUSALS, RuleCase> = {
  "log-no-valid-sequence": {
    spoil: (image) => image.setHeaders({ logGuid: LOG_GUID }),
    along: ["log-blank"],
    nearMiss: (image) => crash(image),
  },
  "log-file-truncated": {
    spoil: (image) => crash(image, { flushedFileOffset: BigInt(image.store.size + MIB) }),
    nearMiss: (image) => crash(image, { flushedFileOffset: BigInt(image.store.size) }),
  },
  "log-illegal-target": {
    spoil: (image) => writes(image, { fileOffset: HEADER_OFFSETS[0], sector: sectorOf(0xee) }),
    nearMiss: (image) => writes(image, { fileOffset: REGION_TABLE_OFFSETS[0], zeros: 0 }),
  },
  "log-target-in-log": {
    spoil: (image) => writes(image, { fileOffset: image.log.offset, sector: sectorOf(0xee) }),
    nearMiss: (image) => writes(image, { fileOffset: image.log.offset, zeros: 0 }),
  },
  "log-target-too-far": {
    spoil: (image) => writes(image, { fileOffset: 2n ** 53n, sector: sectorOf(0) }),
    nearMiss: (image) => writes(image, { fileOffset: image.store.size, sector: sectorOf(0) }),
  },
  "log-too-complex": {
    spoil: (image) => tangle(image, LOG_SECTOR),
    along: ["log-torn-entries"],
    nearMiss: (image) => tangle(image, image.log.length / 4),
  },
};

import { NIL_GUID } from "../../../shared/guid.ts";
import type { HEADERS } from "../../../vhdx/findings/catalogue/header-rules.ts";
import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { ALL_ONES, UNKNOWN } from "../cases.ts";
import type { RuleCase } from "./case.ts";

const [FIRST, SECOND] = HEADER_OFFSETS;

export const HEADER_CASES: Record<keyof typeof HEADERS, RuleCase> = {
  "no-valid-header": {
    spoil: (image) => HEADER_OFFSETS.forEach((offset) => image.flip(offset)),
    // One header is left, which is another finding.
    nearMiss: (image) => image.flip(FIRST),
  },
  "header-sequence-tie": {
    spoil: (image) => {
      image.setHeaders({ sequenceNumber: 1n });
      image.write(header, SECOND, { dataWriteGuid: UNKNOWN });
    },
    nearMiss: (image) => image.write(header, SECOND, { dataWriteGuid: UNKNOWN }),
  },
  "headers-identical": {
    spoil: (image) => image.setHeaders({ sequenceNumber: 1n }),
    nearMiss: (image) => image.write(header, FIRST, { sequenceNumber: 9n }),
  },
  "header-copy-damaged": {
    spoil: (image) => image.flip(SECOND + header.size - 1),
    nearMiss: (image) => image.flip(SECOND + header.size),
  },
  "header-reserved": {
    spoil: (image) => image.write(header, SECOND, { reserved: Uint8Array.of(0, 1) }),
    nearMiss: (image) => image.write(header, FIRST, { reserved: Uint8Array.of(0, 1) }),
  },
  "header-slot-data": {
    spoil: (image) => image.fill(FIRST + header.size, 1, 1),
    nearMiss: (image) => image.write(header, FIRST, { reserved: new Uint8Array(4016).fill(1) }),
  },
  "header-sequence-exhausted": {
    spoil: (image) => {
      image.write(header, FIRST, { sequenceNumber: ALL_ONES - 1n });
      image.write(header, SECOND, { sequenceNumber: ALL_ONES });
    },
    nearMiss: (image) => {
      image.write(header, FIRST, { sequenceNumber: ALL_ONES - 2n });
      image.write(header, SECOND, { sequenceNumber: ALL_ONES - 1n });
    },
  },
  "header-sequence-gap": {
    spoil: (image) => image.write(header, SECOND, { sequenceNumber: 9n }),
    nearMiss: (image) => image.write(header, SECOND, { sequenceNumber: 6n }),
  },
  "header-guids-differ": {
    spoil: (image) => image.write(header, SECOND, { dataWriteGuid: UNKNOWN }),
    nearMiss: (image) => image.write(header, SECOND, { fileWriteGuid: UNKNOWN }),
  },
  "header-copy-version": {
    spoil: (image) => image.write(header, FIRST, { version: 2 }),
    nearMiss: (image) => image.write(header, FIRST, { logVersion: 1 }),
  },
  "header-copy-log-place": {
    spoil: (image) => image.write(header, FIRST, { logOffset: BigInt(image.data) }),
    nearMiss: (image) => image.setHeaders({ logOffset: BigInt(image.data) }),
  },
  "header-file-write-guid-nil": {
    spoil: (image) => image.write(header, SECOND, { fileWriteGuid: NIL_GUID }),
    nearMiss: (image) => image.write(header, FIRST, { fileWriteGuid: NIL_GUID }),
  },
  "header-data-write-guid-nil": {
    spoil: (image) => image.setHeaders({ dataWriteGuid: NIL_GUID }),
    nearMiss: (image) => image.write(header, FIRST, { dataWriteGuid: NIL_GUID }),
  },
  "unsupported-version": {
    spoil: (image) => image.setHeaders({ version: 2 }),
    nearMiss: (image) => image.write(header, FIRST, { version: 2 }),
  },
};

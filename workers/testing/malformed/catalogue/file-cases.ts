import { KIB, MIB } from "../../../shared/numbers.ts";
import type { FILE } from "../../../vhdx/findings/catalogue/file-rules.ts";
import { HEADER_ITEMS_END } from "../../../vhdx/headers/header-section.ts";
import { ReadFailure } from "../../../store/read-failure.ts";
import type { ImageBuilder } from "../../vhdx/image-builder.ts";
import type { RuleCase } from "./case.ts";

/** Lets large reads of the file fail that touch a byte, as on a failing drive. */
function failOn({ store }: ImageBuilder, byte: number): void {
  const read = store.readBulk.bind(store);
  store.readBulk = async (offset, length) => {
    if (offset <= byte && byte < offset + length) throw new ReadFailure({ offset, length });
    return read(offset, length);
  };
}

export const FILE_CASES: Record<keyof typeof FILE, RuleCase> = {
  "file-data-missing": {
    spoil: (image) => image.place(0, image.store.size / MIB),
    along: ["bat-beyond-file"],
    nearMiss: (image) => image.place(0, image.store.size / MIB - 1),
  },
  "file-length-unaligned": {
    spoil: (image) => image.store.truncate(image.store.size + 512),
    nearMiss: (image) => image.store.truncate(image.store.size + MIB),
  },
  "file-header-gap-data": {
    spoil: (image) => image.fill(HEADER_ITEMS_END, 1, 1),
    nearMiss: (image) => image.fill(HEADER_ITEMS_END, 1, 0),
  },
  "file-gap-data": {
    spoil: (image) => {
      image.fill(image.data, 1, 1);
      image.place(0, image.data / MIB + 1);
    },
    nearMiss: (image) => {
      image.fill(image.data, 1, 1);
      image.place(0, image.data / MIB);
    },
  },
  "file-trailing-data": {
    spoil: (image) => image.fill(image.store.size - 1, 1, 1),
    nearMiss: (image) => {
      image.fill(image.store.size - 1, 1, 1);
      image.place(0, image.store.size / MIB - 1);
    },
  },
  "file-trailing-space": {
    spoil: (image) => image.store.truncate(image.data + MIB),
    nearMiss: (image) => image.store.truncate(image.data),
  },
  "file-block-unreadable": {
    spoil: (image) => {
      image.place(0, image.data / MIB);
      failOn(image, image.data + 8 * KIB);
    },
    nearMiss: (image) => {
      image.place(0, image.data / MIB);
      // All of the file is read by a full check; the next byte is behind its end.
      failOn(image, image.store.size);
    },
  },
  "edit-lost-data": {
    spoil: (image) => image.place(0, image.store.size / MIB),
    edits: [{ kind: "fix", fix: "bat-lost-zero" }],
    along: ["log-stale-entries"],
    nearMiss: (image) => image.place(0, image.store.size / MIB - 1),
  },
};

import { textToUtf16 } from "../../../shared/encoded-text.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { IDENTIFIER } from "../../../vhdx/findings/catalogue/identifier-rules.ts";
import { HEADER_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { fileIdentifier } from "../../../vhdx/structs/file-identifier.ts";
import type { RuleCase } from "./case.ts";

const { creator } = fileIdentifier.fields;

export const IDENTIFIER_CASES: Record<keyof typeof IDENTIFIER, RuleCase> = {
  "not-vhdx": {
    spoil: (image) => {
      image.write(fileIdentifier, 0, { signature: "Vhdxfile" });
      image.store.truncate(HEADER_OFFSETS[0]);
    },
    nearMiss: (image) => image.write(fileIdentifier, 0, { signature: "vhdxfile" }),
  },
  "identifier-damaged": {
    spoil: (image) => image.write(fileIdentifier, 0, { signature: "Vhdxfile" }),
    nearMiss: (image) => image.write(fileIdentifier, 0, { signature: "vhdxfile" }),
  },
  "too-small": {
    spoil: ({ store }) => store.truncate(MIB - 1),
    along: ["region-beyond-file", "region-beyond-file", "log-beyond-file", "file-length-unaligned"],
    nearMiss: ({ store }) => store.truncate(MIB),
  },
  "creator-not-text": {
    spoil: (image) => image.store.write(creator.offset, textToUtf16("\ud800")),
    nearMiss: (image) => image.store.write(creator.offset, textToUtf16("\ud83d\ude00")),
  },
  "creator-hidden-text": {
    spoil: (image) => image.fill(creator.offset + creator.length - 1, 1, 1),
    nearMiss: (image) => image.store.write(creator.offset, textToUtf16("x".repeat(256))),
  },
  "identifier-reserved": {
    spoil: (image) => image.fill(fileIdentifier.size, 1, 1),
    nearMiss: (image) => image.store.write(creator.offset, textToUtf16("x".repeat(256))),
  },
};

import { countText } from "../../../../workers/shared/text.ts";
import type { CopyForm } from "./copy-as.ts";
import type { MarkKind } from "./types.ts";

/** All text of the hex view. */
export const WORDS = {
  menu: "Bytes",
  offsetColumn: "Offset",
  textColumn: "Text",
  noText: "Text column hidden: this pane is too narrow for it.",
  retry: "Retry",
  cantRead: "Can't read the file",

  /** For screen readers, at the cursor. */
  loading: "loading",
  space: "space",
  marks: {
    replay: "changed by replay",
    user: "changed by you",
    unreadable: "unreadable",
    parent: "in the parent disk",
    absent: "not stored, reads as zero",
  } satisfies Readonly<Record<MarkKind, string>>,
  /** In the card of a byte. */
  byteOf: (nth: number, length: number) => `byte ${nth} of ${length}`,
  typed: (bytes: number) => `${countText(bytes, "byte")} typed: Enter applies, Esc drops`,

  forms: {
    hex: "hex",
    c: "C array",
    python: "Python bytes",
    base64: "Base64",
    text: "text",
  } satisfies Readonly<Record<CopyForm, string>>,
  copyAs: (form: string) => `Copy as ${form}`,
  copyOffset: "Copy offset",
  theOffset: "the offset",
  /** What was copied: "16 bytes as hex". */
  sizeAs: (size: string, form: string) => `${size} as ${form}`,
  copied: (what: string) => `Copied ${what}`,
  notAllowed: "The browser did not allow copying",
  cantCopy: "Can't copy",
  tooMuch: (most: string) => `More than ${most} can't be copied; save the selection instead`,
  save: "Save the selected bytes…",
  cantSave: "Can't save the bytes",
  addBookmark: "Add a bookmark",
} as const;

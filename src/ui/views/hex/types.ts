import type { Span } from "../../../../workers/api/index.ts";

/**
 * What is known about a run of bytes beside their value. `unreadable` and `parent` bytes are shown as signs instead
 * of the zeros that stand for them; `absent` ones read as zeros although nothing is stored.
 */
export type MarkKind = "replay" | "user" | "unreadable" | "parent" | "absent";

export interface HexMark extends Span {
  readonly kind: MarkKind;
}

export interface HexData {
  /** Shorter than asked for at the end of the source. */
  readonly bytes: Uint8Array;
  /** Runs inside the window, in the source's offsets. */
  readonly marks: readonly HexMark[];
}

/** Where a hex view takes its bytes from. Keep the object as long as the key stays. */
export interface HexSource {
  /**
   * Names the content: layer, revision, file or disk. When it changes, the old bytes stay on screen until the new
   * ones have come.
   */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** At most 64 KiB a call, aligned to 64 KiB. */
  read(offset: number, length: number): Promise<HexData>;
}

/** Numbers of the colours that fields take in turn; `--field-0` and so on of the theme. */
export const FIELD_COLOURS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
export type FieldColour = (typeof FIELD_COLOURS)[number];

/**
 * A run to point out, from the weakest to the strongest. `node` is a whole structure; `colour-0` to `colour-7` are its fields;
 * `field` is the chosen one.
 */
export type HighlightKind = "node" | `colour-${FieldColour}` | "bookmark" | "difference" | "hit" | "field";

export interface HexHighlight extends Span {
  readonly kind: HighlightKind;
  /** Name of the run, such as a field's name, for screen readers at the cursor. */
  readonly label?: string;
}

/** What a byte belongs to. */
export interface ByteName {
  /** The field's name, or the structure's where it has no field there. */
  readonly title: string;
  /** The field's value, or a few words about the structure. */
  readonly value: string | null;
  /** The structure that the field is in. */
  readonly inside: string | null;
  /** The field's or structure's bytes. */
  readonly span: Span;
}

/** An entry of the context menu, after the view's own entries. */
export interface HexCommand {
  readonly id: string;
  readonly label: string;
  /** Keys to show beside it: "Ctrl+D". */
  readonly keys?: string;
  run(span: Span): void;
}

/** Bytes that lie over the source's. */
export interface HexPatch extends Span {
  readonly bytes: Uint8Array;
}

/** What a view needs so that its bytes can be typed over. */
export interface HexEditing {
  /** Where typed characters go: digits of the bytes, or characters of their text. */
  readonly column: "hex" | "text";
  readonly onColumn: (column: "hex" | "text") => void;
  /** Makes the change; resolves with false where it was refused, which the caller tells the user. */
  readonly apply: (offset: number, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>;
  /** Ctrl+V. */
  readonly onPaste: (data: DataTransfer) => void;
  /** Escape, with nothing typed. */
  readonly onLeave: () => void;
  /** Registers the function that applies what is typed before anything else happens. Returns how to end that. */
  readonly hold: (settle: () => Promise<unknown> | null) => () => void;
  /** What to say at the end: "The virtual disk ends here." */
  readonly endText: string;
}

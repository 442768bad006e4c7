import type { Severity } from "./severity.ts";
import type { NodeId } from "./structure.ts";

/**
 * Names a finding by its code and its place: `bat-duplicate-offset:bat/entry/5+9`. The same for the same code in the same place,
 * whenever an image is looked at, and no other finding of a layer has it. Its make-up is the engine's own.
 */
export type FindingId = string;

/** Something the engine noticed about an image. A broken disk is data, not an exception. */
export interface Finding {
  readonly id: FindingId;
  /** Kebab-case name, stable across versions. */
  readonly code: string;
  readonly severity: Severity;
  /** Name of the structure, as in the tree: "Header 1", "BAT", "Log". */
  readonly structure: string;
  /** File offset in bytes as a decimal string, null where the finding has no place. */
  readonly offset: string | null;
  /** One sentence for the user. */
  readonly message: string;
  /** Section of MS-VHDX that the rule comes from, such as "2.2.2"; null where none states it. */
  readonly spec: string | null;
  /** Where the finding is shown in the structure tree. */
  readonly node: NodeId | null;
  /** For findings about one BAT entry: its index in the table. */
  readonly batIndex?: number;
  /** For findings about two BAT entries: the index of the other one. */
  readonly other?: number;
}

/** What the catalogue says of every finding with one code. */
export interface FindingRule {
  /** What a finding with the code is worth in general. */
  readonly severity: Severity;
  /** Section of MS-VHDX; null where none states the rule. */
  readonly spec: string | null;
  /** What is the case: a sentence in the format's terms. */
  readonly what: string;
  /** What that means for the data, in plain words. */
  readonly means: string;
  /** What Hyper-V does with such a file, as far as it is known. */
  readonly hyperV: string;
  /** What QEMU does with such a file; tried with qemu-img 7.2. */
  readonly qemu: string;
  /** What mends it, in words; null where nothing has to be mended, or nothing can. */
  readonly fix: string | null;
}

/** The rules by their codes. */
export type FindingCatalogue = Readonly<Record<string, FindingRule>>;

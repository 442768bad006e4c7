import type { Severity } from "./severity.ts";
import type { NodeId } from "./structure.ts";

/**
 * Identifies a finding by its code and its place: `bat-duplicate-offset:bat/entry/5+9`. A finding with the same code in the same
 * place always has the same id, and no other finding of a layer has it. Only the engine may rely on how the id is made up.
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

/** All findings with one cause: one row of a list, with as many places. */
export interface FindingGroup {
  /** The code that all of them have, else the name of the cause: `past-end-of-file`. No two groups of a layer have the same. */
  readonly cause: string;
  /** Of the worst of them. */
  readonly severity: Severity;
  /** One sentence for all of them: the finding's own where there is one alone. */
  readonly message: string;
  /** One for each place, worst first; never empty. */
  readonly findings: readonly Finding[];
}

/** What the catalogue says about every finding with one code. */
export interface FindingRule {
  /** The usual severity of a finding with the code. */
  readonly severity: Severity;
  /** Section of MS-VHDX; null where none states the rule. */
  readonly spec: string | null;
  /** What was found: a sentence in the format's terms. */
  readonly what: string;
  /** What the finding means for the data, in plain words. */
  readonly means: string;
  /** What Hyper-V does with such a file, as far as it is known. */
  readonly hyperV: string;
  /** What QEMU does with such a file; tested with qemu-img 7.2. */
  readonly qemu: string;
  /** What repairs it, in words; null where nothing has to be repaired, or nothing can. */
  readonly fix: string | null;
}

/** The rules by their codes. */
export type FindingCatalogue = Readonly<Record<string, FindingRule>>;

import type { ExportPlan } from "../../api/index.ts";

/** What an export would give, without its name. */
export type ExportFacts = Pick<ExportPlan, "available" | "note" | "size" | "changes"> & {
  /** Bytes that the result's data comes to at most, where that is all that is known. */
  readonly atMost?: number | null;
  /** What the export leaves out of what it should hold, as a sentence to agree to. */
  readonly lost?: string | null;
};

/** An export that is not offered, and why. */
export const refused = (note: string): ExportFacts => ({ available: false, note, size: null, changes: [] });

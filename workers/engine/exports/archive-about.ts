import type { LayerName, Report } from "../../api/index.ts";

/** What every archive with a script says of where it comes from. */
export interface ArchiveAbout {
  readonly tool: { readonly name: string; readonly version: string };
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly layer: LayerName;
  /** Entries of the active log sequence that are applied; null where the layer is not `replayed`. */
  readonly replayedEntries: number | null;
  readonly warning: string | null;
  readonly source: { readonly name: string; readonly size: number };
}

/** The same, as the layer's report has it. */
export function archiveAbout({
  tool,
  generatedAt: createdAt,
  layer,
  replayedEntries,
  warning,
  source,
}: Report): ArchiveAbout {
  const { name, size } = source;
  return { tool, createdAt, layer, replayedEntries, warning, source: { name, size } };
}

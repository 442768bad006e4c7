import { useCallback, useMemo, useState } from "react";
import type { LayerRef, ReportDescriptor } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { usePages } from "../../views/scroll/use-pages.ts";
import type { LogRow } from "./log-model.ts";

/** Descriptors asked for at once. */
const PAGE = 512;
/** Longest list: a native scroller can't hold more. The rest is in Structure. */
const MOST = 500_000;

export interface Descriptors {
  readonly rows: readonly { readonly index: number }[];
  /** Descriptors beyond `rows`. */
  readonly omitted: number;
  at(index: number): ReportDescriptor | null;
  /** Says which rows are in sight. */
  readonly onWindow: (first: number, last: number) => void;
}

/**
 * All descriptors of an entry, as they come into sight. Use it in a component
 * of the entry's own (by `key`): pages of another entry would stay until new ones have come.
 */
export function useDescriptors(image: string, layer: LayerRef, row: LogRow): Descriptors {
  const { descriptorCount, state } = row;
  // A torn entry has none that can be trusted.
  const count = state === "torn" ? 0 : descriptorCount;
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const onWindow = useCallback((first: number, last: number) => setSight({ first, last }), []);
  const { name, upTo } = layer;
  const source = useMemo(
    () =>
      count === 0
        ? null
        : {
            key: `${image} ${row.offset} ${name} ${upTo}`,
            pages: Math.ceil(count / PAGE),
            load: (index: number) =>
              connect().views.logDescriptors(image, { name, upTo }, row.offset, index * PAGE, PAGE),
          },
    [image, row.offset, name, upTo, count],
  );
  const pages = usePages<readonly ReportDescriptor[]>(
    source,
    Math.floor(sight.first / PAGE),
    Math.floor(Math.max(sight.first, sight.last - 1) / PAGE),
  );
  const shown = Math.min(count, MOST);
  const rows = useMemo(() => Array.from({ length: shown }, (_, index) => ({ index })), [shown]);
  return {
    rows,
    omitted: count - shown,
    at: (index) => pages.page(Math.floor(index / PAGE))?.[index % PAGE] ?? null,
    onWindow,
  };
}

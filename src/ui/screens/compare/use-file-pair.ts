import { useEffect, useEffectEvent } from "react";
import { compareFiles } from "../../../actions/compare/run.ts";
import { type OpenView, type Wanted, wantedComparison } from "../../../actions/compare/two-files.ts";
import type { FileComparison } from "../../../state/compare.ts";
import { openViews } from "../../../state/files.ts";
import { useStore } from "../../../state/store.ts";

/** The comparison of the shown file with another one. */
export interface FilePair {
  /** Open files that the shown one can be held against. */
  readonly others: readonly OpenView[];
  readonly other: OpenView;
  readonly wanted: Wanted;
  /** What has become of exactly this comparison; null: not begun. */
  readonly found: FileComparison | null;
  readonly compare: () => void;
}

const isOpen = (view: { readonly summary: unknown }): view is OpenView => view.summary !== null;

/**
 * The pair of files that Compare shows, and its comparison. Structures are compared at once; disks where the user asks for it, as
 * that can take as long as reading both.
 *
 * @param active whether Compare shows two files
 * @returns null where no other file is open.
 */
export function useFilePair(active: boolean): FilePair | null {
  const state = useStore();
  const views = openViews(state).filter(isOpen);
  const shown = views.find(({ summary }) => summary.id === state.summary?.id);
  const others = views.filter((view) => view !== shown);
  const other = others.find(({ summary }) => summary.id === state.otherFile) ?? others[0];
  const pair =
    shown === undefined || other === undefined
      ? null
      : {
          others,
          other,
          wanted: wantedComparison(state.filePart, other, shown, state.blocks, state.forest),
        };
  const asked = pair?.wanted.asked ?? null;
  const found = state.fileComparison?.asked === asked ? state.fileComparison : null;
  const compare = () => {
    if (pair !== null) void compareFiles(pair.wanted);
  };
  const atOnce = active && state.filePart === "structures" && found === null;
  const begin = useEffectEvent(compare);
  useEffect(() => {
    if (atOnce) begin();
  }, [atOnce, asked]);
  return pair === null ? null : { ...pair, found, compare };
}

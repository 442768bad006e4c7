import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { BrowseList } from "../../../state/browse.ts";
import { WORDS } from "./words.ts";

/** A list that stands in place of the folder. */
export type ShownList = Exclude<BrowseList, { readonly kind: "deleted" }>;

/** What is said above a list of files. */
export interface ListWords {
  readonly sentence: string;
  readonly notes: readonly string[];
  /** Stands where the list is empty. */
  readonly none: string;
}

const shownOf = (shown: number, all: number): readonly string[] =>
  shown < all ? [WORDS.lists.firstOf(shown, all)] : [];

/** Says what a list is of, and what it does not know. */
export function listWords(list: ShownList): ListWords {
  switch (list.kind) {
    case "found": {
      const { files, looked, complete } = list.result;
      return {
        sentence: WORDS.lists.foundText(visibleText(list.text), files.length, looked, complete),
        notes: [],
        none: WORDS.lists.noneFound,
      };
    }
    case "damaged": {
      const { files, count, words, metadata, exact } = list.result;
      return {
        sentence: words,
        notes: [
          ...(metadata > 0 ? [WORDS.lists.metadata(metadata)] : []),
          ...(exact ? [] : [WORDS.lists.notExact]),
          ...shownOf(files.length, count),
        ],
        none: WORDS.lists.noneDamaged,
      };
    }
    case "changed": {
      const { files, added, removed, changed, words } = list.result;
      return {
        sentence: WORDS.lists.changedText(list.against, words),
        notes: shownOf(files.length, added + removed + changed),
        none: WORDS.lists.noneChanged,
      };
    }
  }
}

import { shownNode } from "../../state/chain.ts";
import { CHAIN_EXPORTS, EXPORT_KINDS, EXPORT_TITLES, isOffered, startExport } from "../export/export.ts";
import { computeHashes } from "../export/hashes.ts";
import type { Action } from "./registry.ts";
import { WORDS } from "./words.ts";

export const EXPORT_ACTIONS: readonly Action[] = [
  ...EXPORT_KINDS.map((kind): Action => ({
    id: `export.${kind}`,
    title: EXPORT_TITLES[kind],
    group: "Export",
    when: (state) =>
      state.summary !== null &&
      (CHAIN_EXPORTS.includes(kind)
        ? shownNode(state)?.parent != null
        : isOffered(kind, state.layer, state.summary)),
    run: () => startExport(kind),
  })),
  {
    id: "export.hashes",
    title: WORDS.titles["export.hashes"],
    group: "Export",
    when: (state) => state.summary !== null,
    run: computeHashes,
  },
];

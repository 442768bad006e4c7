import { Split } from "../../parts/split/Split.tsx";
import type { Panes } from "./WidePanes.tsx";
import { WORDS } from "./words.ts";

/** Where three columns have no room: the tree above the fields, the bytes beside both. */
export function NarrowPanes({ tree, bytes, fields, inspector }: Panes) {
  return (
    <Split
      id="structure-narrow"
      orientation="horizontal"
      panes={[
        {
          id: "tree-and-fields",
          label: WORDS.bars.treeWidth,
          size: "40%",
          min: 180,
          content: (
            <Split
              id="structure-narrow-side"
              orientation="vertical"
              panes={[
                { id: "tree", label: WORDS.bars.treeHeight, size: "45%", min: 80, content: tree },
                { id: "fields", label: WORDS.bars.treeHeight, size: "55%", min: 80, content: fields },
              ]}
            />
          ),
        },
        {
          id: "bytes-and-data",
          label: WORDS.bars.treeWidth,
          size: "60%",
          min: 240,
          content: (
            <Split
              id="structure-narrow-bytes"
              orientation="vertical"
              panes={[
                { id: "bytes", label: WORDS.bars.bytesHeight, size: "68%", min: 100, content: bytes },
                { id: "data", label: WORDS.bars.bytesHeight, size: "32%", min: 60, content: inspector },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

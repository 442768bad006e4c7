import type { ReactNode } from "react";
import { Split } from "../../parts/split/Split.tsx";
import { WORDS } from "./words.ts";

/** The parts of the screen, which a window lays out by its width. */
export interface Panes {
  readonly tree: ReactNode;
  readonly bytes: ReactNode;
  readonly fields: ReactNode;
  readonly inspector: ReactNode;
}

/** Room for 16 bytes in a row, px; a wide window has room for all columns of the BAT's table too. */
const SIXTEEN_COLUMNS = 584;
const WIDE_SHARE = 0.47;

/** Two panes of 16 bytes a row, while tree and fields stay readable. */
const ROOM_FOR_TWO = { id: "bytes", pixels: 1220, leave: 560 };

/** Tree, bytes and fields side by side. `two`: the bytes need room for two panes. */
export function WidePanes({ tree, bytes, fields, inspector, two }: Panes & { readonly two: boolean }) {
  return (
    <Split
      id="structure"
      orientation="horizontal"
      grow={two ? ROOM_FOR_TWO : null}
      panes={[
        { id: "tree", label: WORDS.bars.treeWidth, size: "20%", min: 180, content: tree },
        {
          id: "bytes",
          label: WORDS.bars.treeWidth,
          size: Math.max(SIXTEEN_COLUMNS, innerWidth * WIDE_SHARE),
          min: 260,
          content: bytes,
        },
        {
          id: "fields",
          label: WORDS.bars.fieldsWidth,
          min: 200,
          content: (
            <Split
              id="structure-fields"
              orientation="vertical"
              panes={[
                { id: "field-list", label: WORDS.bars.fieldsHeight, size: "58%", content: fields },
                { id: "data", label: WORDS.bars.fieldsHeight, size: "42%", content: inspector },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

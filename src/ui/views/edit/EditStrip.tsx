import { Pencil, TriangleAlert } from "lucide-react";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { type AppState, useStore } from "../../../state/store.ts";
import { Kbd } from "../../parts/Kbd.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import styles from "./Edit.module.css";
import { RangeTools } from "./EditTools.tsx";
import type { ByteEdits } from "./use-byte-edits.ts";
import { WORDS } from "./words.ts";

export interface EditStripProps {
  readonly edits: ByteEdits;
  /** Whether the buttons stand here that the toolbar has no room for. */
  readonly tools?: boolean;
}

/** Below the bytes, so that these stay where they are: says that bytes can be typed over, where the changes go and which keys end editing; nothing while the view is read-only. */
export function EditStrip({ edits, tools = false }: EditStripProps) {
  const inPlace = useStore((state) => state.summary?.inPlace ?? false);
  const editColumn = useStore((state) => state.editColumn);
  const setEditColumn = useStore((state) => state.setEditColumn);
  const children = useStore(childrenOfShown);
  if (!edits.active) return null;
  return (
    <div role="region" aria-label={WORDS.strip.name} className={styles.strip}>
      <div className={styles.line}>
        <Pencil aria-hidden="true" className={styles.sign} />
        <p className={styles.text}>
          <strong>{edits.space === "disk" ? WORDS.strip.disk : WORDS.strip.file}</strong>{" "}
          {whereTo(edits.space, inPlace)}
        </p>
        <RadioBar
          label={WORDS.strip.typeInto}
          value={editColumn}
          options={[
            { value: "hex", label: WORDS.strip.hex, tone: "user" },
            { value: "text", label: WORDS.strip.text, tone: "user" },
          ]}
          onChange={setEditColumn}
        />
        {tools && <RangeTools edits={edits} />}
        <span className={styles.keys}>
          <Kbd keys="Tab" /> {WORDS.strip.column} <Kbd keys="Enter" /> {WORDS.strip.apply} <Kbd keys="Esc" />{" "}
          {WORDS.strip.drop}
        </span>
      </div>
      {children !== "" && (
        <div className={styles.line}>
          <TriangleAlert aria-hidden="true" className={styles.sign} />
          <p className={styles.text}>{WORDS.strip.children(children.split("\n"))}</p>
        </div>
      )}
    </div>
  );
}

/** Names of the open disks whose parent is shown, one a line: a text, so that an equal answer is the same. */
function childrenOfShown({ forest, summary }: AppState): string {
  const children = forest?.nodes.filter(({ parent }) => parent !== null && parent.id === summary?.id) ?? [];
  return children.map(({ name }) => visibleText(name)).join("\n");
}

function whereTo(space: ByteEdits["space"], inPlace: boolean): string {
  if (space === "file") return WORDS.strip.bypasses;
  return inPlace ? WORDS.strip.atOnce : WORDS.strip.pending;
}

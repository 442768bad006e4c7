import { Pencil } from "lucide-react";
import { useStore } from "../../../state/store.ts";
import { Kbd } from "../../parts/Kbd.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import styles from "./Edit.module.css";
import type { ByteEdits } from "./use-byte-edits.ts";

/** Says that bytes can be typed over, where the changes go and which keys end editing; nothing while the view is read-only. */
export function EditStrip({ edits }: { readonly edits: ByteEdits }) {
  const inPlace = useStore((state) => state.summary?.inPlace ?? false);
  const editColumn = useStore((state) => state.editColumn);
  const setEditColumn = useStore((state) => state.setEditColumn);
  if (!edits.active) return null;
  return (
    <div role="region" aria-label="Editing" className={styles.strip}>
      <div className={styles.line}>
        <Pencil aria-hidden="true" className={styles.sign} />
        <p className={styles.text}>
          <strong>
            {edits.space === "disk" ? "Editing the virtual disk." : "Editing bytes of the file."}
          </strong>{" "}
          {whereTo(edits.space, inPlace)}
        </p>
        <RadioBar
          label="Type into"
          value={editColumn}
          options={[
            { value: "hex", label: "Hex", tone: "user" },
            { value: "text", label: "Text", tone: "user" },
          ]}
          onChange={setEditColumn}
        />
        <span className={styles.keys}>
          <Kbd keys="Tab" /> column <Kbd keys="Enter" /> apply <Kbd keys="Esc" /> drop, end
        </span>
      </div>
    </div>
  );
}

function whereTo(space: ByteEdits["space"], inPlace: boolean): string {
  if (space === "file")
    return "Changes bypass the log and no checksum is updated. To update one, edit the field instead.";
  return inPlace
    ? "Each change is written to this working disk at once, through its log."
    : "Changes go to the Edited layer; the file stays as it is until you save.";
}

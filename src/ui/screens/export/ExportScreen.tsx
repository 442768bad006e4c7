import { exportKinds } from "../../../actions/export/export.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { ChangesPanel } from "../../dialogs/changes/ChangesPanel.tsx";
import { Badge } from "../../parts/Badge.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { layerName, LayerSign } from "../../parts/Layer.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { savePlaces } from "../../views/save-as/places.ts";
import { SaveAsNote } from "../../views/save-as/SaveAsNote.tsx";
import { ReplaceRow } from "../../dialogs/replace/ReplaceRow.tsx";
import styles from "./Export.module.css";
import { ExportRow } from "./ExportRow.tsx";
import { FlattenRow } from "./FlattenRow.tsx";
import { Finished } from "./Finished.tsx";

/** The exports of the layer that is shown. */
export function ExportScreen() {
  const summary = useStore((state) => state.summary);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const hasParent = useStore((state) => shownNode(state)?.parent != null);
  const saveAs = useStore((state) => state.saveAs);
  const setSaveAs = useStore((state) => state.setSaveAs);
  const readFirst = useStore((state) => state.readFirst);
  const setReadFirst = useStore((state) => state.setReadFirst);
  if (summary === null) return null;
  const partial = layer === "replayed" && upTo !== null;
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          Export the <LayerSign layer={layer} /> {layerName(layer)} layer
        </h2>
        {partial && <Badge tone="replay">{`replayed up to entry ${upTo} of ${summary.activeEntries}`}</Badge>}
        <div className={styles.saveAs}>
          <RadioBar label="Save as" showLabel value={saveAs} onChange={setSaveAs} options={savePlaces()} />
          <SaveAsNote place={saveAs} />
        </div>
      </div>
      {saveAs === "download" && (
        <div className={styles.readFirst}>
          <Checkbox label="Read everything before the download" checked={readFirst} onChange={setReadFirst} />
          <p className={styles.note}>
            For a disk that may be failing. During a download the browser itself reads the file; if a read
            fails, the download fails without saying at which bytes. Reading everything first finds those
            bytes and can put zeros in their place, but takes as long again.
          </p>
        </div>
      )}
      <Finished />
      <ChangesPanel />
      <ul className={styles.list}>
        {exportKinds(layer, summary.inPlace).map((kind) => (
          <ExportRow key={kind} kind={kind} />
        ))}
        {hasParent && <FlattenRow />}
        {hasParent && <ExportRow kind="merge" />}
        {layer === "edited" && <ReplaceRow />}
      </ul>
      <p className={styles.promise}>
        {summary.inPlace
          ? "Every export is a new file. The working disk stays in the browser until you delete it."
          : layer === "edited"
            ? "Every export is a new file; the original is only read. Only Replace original writes to it."
            : "Every export is a new file. The original is only read; its bytes and its time stamp stay as they are."}
      </p>
    </div>
  );
}

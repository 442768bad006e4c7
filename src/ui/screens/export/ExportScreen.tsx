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
import { WORDS } from "./words.ts";

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
          {WORDS.export} <LayerSign layer={layer} /> {WORDS.layer(layerName(layer))}
        </h2>
        {partial && <Badge tone="replay">{WORDS.replayedUpTo(upTo, summary.activeEntries)}</Badge>}
        <div className={styles.saveAs}>
          <RadioBar
            label={WORDS.saveAs}
            showLabel
            value={saveAs}
            onChange={setSaveAs}
            options={savePlaces()}
          />
          <SaveAsNote place={saveAs} />
        </div>
      </div>
      {saveAs === "download" && (
        <div className={styles.readFirst}>
          <Checkbox label={WORDS.readFirst} checked={readFirst} onChange={setReadFirst} />
          <p className={styles.note}>{WORDS.readFirstWhy}</p>
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
          ? WORDS.promises.workingDisk
          : layer === "edited"
            ? WORDS.promises.edited
            : WORDS.promises.others}
      </p>
    </div>
  );
}

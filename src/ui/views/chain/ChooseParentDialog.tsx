import { useState } from "react";
import type { ImageId } from "../../../../workers/api/index.ts";
import { linkParent } from "../../../actions/files/chain-links.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Note, Notes } from "../../parts/Note.tsx";
import styles from "./Chain.module.css";
import { WORDS } from "./words.ts";

/** Lets the user choose one of the open files as the shown disk's parent. */
export function ChooseParentDialog() {
  const node = useStore(shownNode);
  const forest = useStore((state) => state.forest);
  const setDialog = useStore((state) => state.setChainDialog);
  const [chosen, setChosen] = useState<ImageId | null>(node?.parent?.id ?? null);
  if (node?.parent == null || forest === null) return null;
  const { linkage } = node.parent;
  const others = forest.nodes.filter(({ id, outcome }) => id !== node.id && outcome !== "not-vhdx");
  const wanted = others.find(({ id }) => id === chosen) ?? null;
  const fits = wanted !== null && linkage !== null && wanted.dataWriteGuid === linkage;
  const close = () => setDialog(null);
  const link = async (parent: ImageId) => {
    try {
      await linkParent(node.id, parent);
      close();
    } catch (thrown) {
      reportTrouble(WORDS.choose.failed, thrown);
    }
  };
  return (
    <AskDialog
      title={WORDS.choose.title}
      open
      onClose={close}
      confirm={WORDS.choose.confirm}
      ready={wanted !== null}
      onConfirm={() => {
        if (wanted !== null) void link(wanted.id);
      }}
    >
      <p>
        {WORDS.choose.what} <strong>{visibleText(node.name)}</strong> {WORDS.choose.means}
      </p>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{WORDS.choose.files}</legend>
        {others.map(({ id, name, size, dataWriteGuid }) => (
          <label key={id} className={styles.choice}>
            <input type="radio" name="parent" checked={id === chosen} onChange={() => setChosen(id)} />
            <bdi>{visibleText(name)}</bdi>
            <span className={styles.size}>{sizeText(size)}</span>
            {linkage !== null && dataWriteGuid === linkage && <span>{WORDS.match.linkage}</span>}
          </label>
        ))}
      </fieldset>
      <Notes>
        {wanted !== null && !fits && (
          <Note severity="warning">{WORDS.choose.misfit(visibleText(wanted.name))}</Note>
        )}
      </Notes>
    </AskDialog>
  );
}

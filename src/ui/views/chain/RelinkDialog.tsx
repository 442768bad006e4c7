import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import { useState } from "react";
import type { ChainNode, ChainParent } from "../../../../workers/api/index.ts";
import { applyEdit } from "../../../actions/edit/edits.ts";
import { connect } from "../../../client/engine.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { FieldGrid, TextField } from "../../parts/Field.tsx";
import { Note, Notes } from "../../parts/Note.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { PATH_KEYS, relinkChange, relinkForm } from "./relink-form.ts";
import { WORDS } from "./words.ts";

/** Changes what the shown disk records about its parent. */
export function RelinkDialog() {
  const node = useStore(shownNode);
  return node?.parent == null ? null : <Relink node={node} parent={node.parent} />;
}

function Relink({ node, parent }: { readonly node: ChainNode; readonly parent: ChainParent }) {
  const setDialog = useStore((state) => state.setChainDialog);
  const forest = useStore((state) => state.forest);
  const [before] = useState(() => relinkForm(parent));
  const [form, setForm] = useState(before);
  const change = relinkChange(before, form);
  const asked = JSON.stringify(change);
  const { data, error } = useQuery(
    change === null
      ? null
      : async () => ({ asked, check: await connect().chain.checkRelink(node.id, change) }),
    [node.id, asked],
  );
  const check = data?.asked === asked ? data.check : null;
  const linked = forest?.nodes.find(({ id }) => id === parent.id) ?? null;
  const close = () => setDialog(null);
  const apply = async () => {
    if (change !== null && (await applyEdit({ kind: "relink", change }))) close();
  };
  return (
    <AskDialog
      title={WORDS.relink.title}
      open
      onClose={close}
      confirm={WORDS.relink.title}
      ready={check !== null && check.refused === null}
      onConfirm={() => void apply()}
    >
      <p>
        {WORDS.relink.what} <strong>{visibleText(node.name)}</strong> {WORDS.relink.means}
      </p>
      <FieldGrid columns={1}>
        {PATH_KEYS.map((key) => (
          <TextField
            key={key}
            label={key}
            hint={WORDS.relink.paths[key]}
            value={form.paths[key]}
            onChange={(path) => setForm((now) => ({ ...now, paths: { ...now.paths, [key]: path } }))}
          />
        ))}
        <TextField
          label={WORDS.relink.linkageName}
          hint={
            linked?.dataWriteGuid == null
              ? WORDS.relink.linkage
              : WORDS.relink.linkageOf(visibleText(linked.name), linked.dataWriteGuid)
          }
          value={form.linkage}
          {...(linked?.dataWriteGuid != null && { suggestions: [linked.dataWriteGuid] })}
          onChange={(linkage) => setForm((now) => ({ ...now, linkage }))}
        />
        {parent.linkage2 !== null && parent.linkage2 !== NIL_GUID && (
          <Checkbox
            label={WORDS.relink.dropLinkage2(parent.linkage2)}
            checked={form.dropLinkage2}
            onChange={(dropLinkage2) => setForm((now) => ({ ...now, dropLinkage2 }))}
          />
        )}
      </FieldGrid>
      <Notes>
        {check?.refused != null && <Note severity="error">{check.refused}</Note>}
        {check?.sentence != null && <Note severity="info">{check.sentence}</Note>}
        {check?.risk != null && <Note severity="warning">{check.risk}</Note>}
      </Notes>
      {error !== null && <ErrorNote title={WORDS.relink.cantCheck} error={error} />}
    </AskDialog>
  );
}

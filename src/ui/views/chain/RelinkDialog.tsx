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
import { PATH_KEYS, type PathKey, relinkChange, relinkForm } from "./relink-form.ts";

const HINTS: Readonly<Record<PathKey, string>> = {
  relative_path: "From this disk's own folder; tried first",
  volume_path: "By the volume's GUID",
  absolute_win32_path: "With a drive letter; tried last",
};

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
      title="Relink"
      open
      onClose={close}
      confirm="Relink"
      ready={check !== null && check.refused === null}
      onConfirm={() => void apply()}
    >
      <p>
        What <strong>{visibleText(node.name)}</strong> records about its parent. Relinking is a pending change
        that can be undone; the file stays as it is until you save it.
      </p>
      <FieldGrid columns={1}>
        {PATH_KEYS.map((key) => (
          <TextField
            key={key}
            label={key}
            hint={HINTS[key]}
            value={form.paths[key]}
            onChange={(path) => setForm((now) => ({ ...now, paths: { ...now.paths, [key]: path } }))}
          />
        ))}
        <TextField
          label="parent_linkage"
          hint={
            linked?.dataWriteGuid == null
              ? "DataWriteGuid of the parent"
              : `DataWriteGuid of the parent; ${visibleText(linked.name)} has ${linked.dataWriteGuid}`
          }
          value={form.linkage}
          {...(linked?.dataWriteGuid != null && { suggestions: [linked.dataWriteGuid] })}
          onChange={(linkage) => setForm((now) => ({ ...now, linkage }))}
        />
        {parent.linkage2 !== null && parent.linkage2 !== NIL_GUID && (
          <Checkbox
            label={`Remove parent_linkage2: ${parent.linkage2}`}
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
      {error !== null && <ErrorNote title="Can't be checked." error={error} />}
    </AskDialog>
  );
}

import { useState } from "react";
import type { ChildOptions, ImageSummary } from "../../../../workers/api/index.ts";
import { makeChild, MAKING_CHILD } from "../../../actions/files/chain-links.ts";
import type { NewDiskPlace } from "../../../actions/files/new-disk.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { MakeDialog } from "../../dialogs/new-disk/MakeDialog.tsx";
import { parseSize } from "../../../../workers/shared/parse-size.ts";
import { TargetFields } from "../../dialogs/new-disk/TargetFields.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { FieldGrid, TextField } from "../../parts/Field.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { type ParentPlace, placeOf, RELATIVE } from "./child-paths.ts";

const TITLE = "Create child";
const NO_SIZE = "Enter a size, such as 2 MiB.";
const PARENT_PLACES: readonly { readonly value: ParentPlace; readonly label: string }[] = [
  { value: "beside", label: "Same folder" },
  { value: "above", label: "Folder above" },
  { value: "other", label: "Other" },
];

/** Asks for the properties of a new differencing child of the shown disk, and makes it. */
export function CreateChildDialog() {
  const summary = useStore((state) => state.summary);
  const setDialog = useStore((state) => state.setChainDialog);
  const id = summary?.id ?? null;
  const { data: defaults, error } = useQuery(id === null ? null : () => connect().children.defaults(id), [
    id,
  ]);
  const onClose = () => setDialog(null);
  if (summary !== null && defaults !== null)
    return <ChildForm summary={summary} defaults={defaults} onClose={onClose} />;
  return (
    <Dialog title={TITLE} open onClose={onClose}>
      {error === null ? (
        <p>Looking at the disk …</p>
      ) : (
        <ErrorNote title="No child can be made of this disk." error={error} />
      )}
    </Dialog>
  );
}

interface ChildFormProps {
  readonly summary: ImageSummary;
  readonly defaults: ChildOptions;
  readonly onClose: () => void;
}

function ChildForm({ summary, defaults, onClose }: ChildFormProps) {
  const saveAs = useStore((state) => state.saveAs);
  const [place, setPlace] = useState<NewDiskPlace>(saveAs);
  const [form, setForm] = useState(() => ({
    ...defaults,
    absolutePath: defaults.absolutePath ?? "",
    blockSize: sizeText(defaults.blockSize),
    logSize: sizeText(defaults.logSize),
  }));
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const [blockSize, logSize] = [parseSize(form.blockSize), parseSize(form.logSize)];
  const options: ChildOptions | null =
    blockSize === null || logSize === null
      ? null
      : {
          ...form,
          name: form.name.trim(),
          absolutePath: form.absolutePath.trim() === "" ? null : form.absolutePath.trim(),
          blockSize,
          logSize,
        };
  const asked = JSON.stringify(options);
  const { data } = useQuery(
    options === null
      ? null
      : async () => ({ asked, problem: await connect().children.check(summary.id, options) }),
    [summary.id, asked],
  );
  const answered = data?.asked === asked ? data : null;
  const pending = useStore((state) => state.changes?.done.length ?? 0);
  return (
    <MakeDialog
      title={TITLE}
      job={MAKING_CHILD}
      problem={answered?.problem ?? null}
      make={
        options === null || answered === null || answered.problem !== null
          ? null
          : () => makeChild(summary.id, options, place)
      }
      onClose={onClose}
    >
      <p>
        A differencing disk that starts out as <strong>{visibleText(summary.name)}</strong> and takes all
        writes from then on. {visibleText(summary.name)} itself is not changed, and must not be written any
        more: a write to it breaks the link.
        {pending > 0 && " Pending changes are not part of it."}
      </p>
      <RadioBar
        label="Parent's place"
        showLabel
        value={placeOf(form.relativePath, summary.name)}
        options={PARENT_PLACES}
        onChange={(where) => change({ relativePath: where === "other" ? "" : RELATIVE[where](summary.name) })}
      />
      <FieldGrid columns={2}>
        <TextField
          label="Relative path"
          hint="From the child's folder to its parent"
          value={form.relativePath}
          onChange={(relativePath) => change({ relativePath })}
        />
        <TextField
          label="Absolute path"
          hint="Such as C:\disks\base.vhdx; may be left out"
          value={form.absolutePath}
          onChange={(absolutePath) => change({ absolutePath })}
        />
        <TextField
          label="Block size"
          hint="A power of two from 1 to 256 MiB"
          value={form.blockSize}
          problem={blockSize === null ? NO_SIZE : null}
          onChange={(value) => change({ blockSize: value })}
        />
        <TextField
          label="Log size"
          hint="A whole number of MiB, from 1 to 256"
          value={form.logSize}
          problem={logSize === null ? NO_SIZE : null}
          onChange={(value) => change({ logSize: value })}
        />
        <TextField
          label="Creator"
          hint="Written into the file identifier"
          value={form.creator}
          onChange={(creator) => change({ creator })}
        />
      </FieldGrid>
      <TargetFields
        fileName={form.name}
        place={place}
        onFileName={(name) => change({ name })}
        onPlace={setPlace}
      />
    </MakeDialog>
  );
}

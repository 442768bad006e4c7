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
import { WORDS } from "./words.ts";

const TITLE = WORDS.child.title;
const NO_SIZE = WORDS.child.noSize;
const PARENT_PLACES: readonly { readonly value: ParentPlace; readonly label: string }[] = [
  { value: "beside", label: WORDS.child.beside },
  { value: "above", label: WORDS.child.above },
  { value: "other", label: WORDS.child.other },
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
      {error === null ? <p>{WORDS.child.looking}</p> : <ErrorNote title={WORDS.child.none} error={error} />}
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
        {WORDS.child.startsAs} <strong>{visibleText(summary.name)}</strong>{" "}
        {WORDS.child.means(visibleText(summary.name))}
        {pending > 0 && ` ${WORDS.child.noPending}`}
      </p>
      <RadioBar
        label={WORDS.child.place}
        showLabel
        value={placeOf(form.relativePath, summary.name)}
        options={PARENT_PLACES}
        onChange={(where) => change({ relativePath: where === "other" ? "" : RELATIVE[where](summary.name) })}
      />
      <FieldGrid columns={2}>
        <TextField
          label={WORDS.child.relativePath}
          hint={WORDS.child.relativePathHint}
          value={form.relativePath}
          onChange={(relativePath) => change({ relativePath })}
        />
        <TextField
          label={WORDS.child.absolutePath}
          hint={WORDS.child.absolutePathHint}
          value={form.absolutePath}
          onChange={(absolutePath) => change({ absolutePath })}
        />
        <TextField
          label={WORDS.child.blockSize}
          hint={WORDS.child.blockSizeHint}
          value={form.blockSize}
          problem={blockSize === null ? NO_SIZE : null}
          onChange={(value) => change({ blockSize: value })}
        />
        <TextField
          label={WORDS.child.logSize}
          hint={WORDS.child.logSizeHint}
          value={form.logSize}
          problem={logSize === null ? NO_SIZE : null}
          onChange={(value) => change({ logSize: value })}
        />
        <TextField
          label={WORDS.child.creator}
          hint={WORDS.child.creatorHint}
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

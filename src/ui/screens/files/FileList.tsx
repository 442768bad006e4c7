import { ArrowLeft } from "lucide-react";
import { useMemo, useState } from "react";
import type { FoundFile } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { showFileAt, stepsOf } from "../../../actions/browse/go.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Note } from "../../parts/Note.tsx";
import { type TableColumn, WindowTable } from "../../views/table/WindowTable.tsx";
import { timeText } from "./file-text.ts";
import styles from "./Files.module.css";
import { listWords, type ShownList } from "./list-words.ts";
import { WORDS } from "./words.ts";

interface ListRow {
  readonly at: number;
  readonly file: FoundFile;
  /** What the list says of it, beside its path. */
  readonly said: readonly string[];
}

const NAMES: Readonly<Record<ShownList["kind"], string>> = {
  found: WORDS.lists.found,
  damaged: WORDS.lists.damaged,
  changed: WORDS.lists.changed,
};

const pathText = ({ path }: FoundFile): string => path.map(({ text }) => visibleText(text)).join("/");

/** The rows of a list, in its order. */
function rowsOf(list: ShownList): readonly ListRow[] {
  switch (list.kind) {
    case "found":
      return list.result.files.map((file, at) => ({
        at,
        file,
        said: [
          file.size === null ? "" : sizeText(file.size),
          file.modified === null ? "" : timeText(file.modified),
        ],
      }));
    case "damaged":
      return list.result.files.map((file, at) => ({
        at,
        file,
        said: [
          file.damaged === 0 ? "" : sizeText(file.damaged),
          file.kinds.map((kind) => WORDS.lists.kinds[kind]).join(", "),
        ],
      }));
    case "changed":
      return list.result.files.map((file, at) => ({
        at,
        file,
        said: [WORDS.lists.changes[file.change], file.what.join(", ")],
      }));
  }
}

const TITLES: Readonly<Record<ShownList["kind"], readonly [string, string]>> = {
  found: [WORDS.lists.size, WORDS.lists.modified],
  damaged: [WORDS.lists.damage, WORDS.lists.why],
  changed: [WORDS.lists.change, WORDS.lists.what],
};

function columnsOf(kind: ShownList["kind"]): readonly TableColumn<ListRow>[] {
  const [first, second] = TITLES[kind];
  return [
    { id: "path", title: WORDS.lists.path, width: "minmax(18ch, 1fr)", render: ({ file }) => pathText(file) },
    {
      id: "first",
      title: first,
      width: "11ch",
      align: kind === "changed" ? "start" : "end",
      render: ({ said }) => said[0],
    },
    { id: "second", title: second, width: "20ch", render: ({ said }) => said[1] },
  ];
}

/** Files of the whole volume that a search or a report lists. A click shows the details, Enter the folder. */
export function FileList({ list }: { readonly list: ShownList }) {
  const [selected, setSelected] = useState<number | null>(null);
  const rows = useMemo(() => rowsOf(list), [list]);
  const columns = useMemo(() => columnsOf(list.kind), [list.kind]);
  const { sentence, notes, none } = listWords(list);
  return (
    <div className={styles.column}>
      <div className={styles.listHead}>
        <Button size="s" icon={<ArrowLeft />} onPress={() => useStore.getState().setBrowseList(null)}>
          {WORDS.lists.back}
        </Button>
        <p role="status" className={styles.listWords}>
          {sentence}
        </p>
      </div>
      {notes.length > 0 && (
        <div className={styles.note}>
          {notes.map((note) => (
            <Note key={note} severity="info">
              {note}
            </Note>
          ))}
        </div>
      )}
      <div className={styles.grow}>
        <WindowTable
          label={NAMES[list.kind]}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.at}
          selected={selected}
          onSelect={(row) => {
            setSelected(row.at);
            const steps = stepsOf(row.file);
            useStore.getState().setBrowse({ folder: steps.slice(0, -1), chosen: steps.at(-1) ?? null });
          }}
          onOpen={({ file }) => showFileAt(file)}
          reveal={0}
          empty={none}
        />
      </div>
    </div>
  );
}

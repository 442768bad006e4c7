import type { ImageSummary, LayerRef, NodeId, Span } from "../../../../workers/api/index.ts";
import { isWithin, parseNodeId } from "../../../../workers/shared/node-id.ts";
import { useStore } from "../../../state/store.ts";
import { BatTable } from "../../views/bat/BatTable.tsx";
import type { BookmarkTools } from "../../views/bookmarks/use-bookmarks.ts";
import { EditDialogs } from "../../views/edit/EditDialogs.tsx";
import { EditStrip } from "../../views/edit/EditStrip.tsx";
import { useByteEdits } from "../../views/edit/use-byte-edits.ts";
import { fieldColour } from "../../views/hex/field-colour.ts";
import type { HexHighlight, HexSource } from "../../views/hex/types.ts";
import type { ByteTools } from "../../views/hex/use-byte-tools.ts";
import { FindBar } from "../../views/search/FindBar.tsx";
import { useFound } from "../../views/search/use-found.ts";
import { Split } from "../../parts/split/Split.tsx";
import { BytesBar } from "./BytesBar.tsx";
import styles from "./BytesPane.module.css";
import { HexPair } from "./HexPair.tsx";
import { useByteNames } from "./use-byte-names.ts";
import type { Selection } from "./use-selection.ts";
import { WORDS } from "./words.ts";

/** Longest field, or structure without fields, whose bytes are coloured; bytes. */
const TINTED = 256;

export interface BytesPaneProps {
  readonly summary: ImageSummary;
  readonly layer: LayerRef;
  readonly revision: number;
  readonly source: HexSource | null;
  readonly selection: Selection;
  readonly file: Span;
  readonly batIndex: number | null;
  readonly reveal: number;
  readonly bookmarks: BookmarkTools;
  readonly tools: ByteTools;
  /** Bytes were selected in the hex view itself. */
  readonly onSelect: (span: Span) => void;
  /** A search has found bytes, which may be out of sight. */
  readonly onFound: (span: Span) => void;
  readonly onNode: (node: NodeId) => void;
  readonly onBatEntry: (index: number) => void;
}

/** The middle of the Structure screen: where the selection is, search, the BAT as a table, and the bytes. */
export function BytesPane(props: BytesPaneProps) {
  const { summary, layer, revision, source, selection, file, reveal, bookmarks, tools } = props;
  const batTable = useStore((state) => state.batTable);
  const found = useFound("file");
  const nameOf = useByteNames(summary.id, layer, revision);
  const { path, field } = selection;
  const edits = useByteEdits("file", source?.size ?? 0, file, props.onFound);

  const highlights: HexHighlight[] = [...bookmarks.highlights];
  const node =
    path === null || path.node.offset === null
      ? null
      : { offset: path.node.offset, length: path.node.length };
  const fields = selection.fields?.fields ?? [];
  // The bar beside the rows is enough for a structure of kilobytes; one of a few bytes needs colour.
  if (node !== null && fields.length === 0 && node.length <= TINTED)
    highlights.push({ ...node, kind: "node" });
  fields.forEach(({ offset, length, label }, index) => {
    if (length <= TINTED) highlights.push({ offset, length, label, kind: `colour-${fieldColour(index)}` });
  });
  for (const offset of found?.hits ?? [])
    highlights.push({ offset, length: found?.length ?? 0, kind: "hit" });
  if (field !== null)
    highlights.push({ offset: field.offset, length: field.length, kind: "field", label: field.label });
  const ticks = [
    ...bookmarks.highlights.map(({ offset }) => ({ offset, kind: "bookmark" as const })),
    ...(found?.hits ?? []).map((offset) => ({ offset, kind: "hit" as const })),
  ];

  const inBat = path !== null && isWithin(parseNodeId(path.node.id), "bat");
  const bytes = source !== null && (
    <HexPair
      summary={summary}
      layer={layer}
      revision={revision}
      source={source}
      path={path}
      selection={file}
      highlights={highlights}
      node={node}
      ticks={ticks}
      reveal={reveal}
      commands={tools.commands}
      editing={edits.editing}
      nameOf={nameOf}
      onSelect={props.onSelect}
    />
  );
  return (
    <div className={styles.pane}>
      <BytesBar
        summary={summary}
        path={path}
        inBat={inBat}
        onNode={props.onNode}
        onBookmark={() => bookmarks.add(file)}
        onSave={() => tools.save({ offset: file.offset, length: Math.max(1, file.length) })}
        edits={edits}
      />
      <EditDialogs edits={edits} />
      <FindBar
        space="file"
        cursor={file.offset}
        end={source?.size ?? 0}
        onGo={(offset, length) => props.onFound({ offset, length })}
      />
      <div className={styles.body}>
        {inBat && batTable ? (
          <Split
            id="structure-bat"
            orientation="vertical"
            panes={[
              {
                id: "bat-table",
                label: WORDS.bars.batHeight,
                content: (
                  <BatTable
                    image={summary.id}
                    layer={layer}
                    revision={revision}
                    entries={summary.batEntries}
                    selected={props.batIndex}
                    reveal={reveal}
                    onSelect={props.onBatEntry}
                  />
                ),
              },
              { id: "bat-bytes", label: WORDS.bars.batHeight, content: bytes },
            ]}
          />
        ) : (
          bytes
        )}
      </div>
      <EditStrip edits={edits} tools />
    </div>
  );
}

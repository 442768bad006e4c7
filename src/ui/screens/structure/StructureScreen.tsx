import { useEffect } from "react";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { goToBatEntry, goToFileOffset, goToNode } from "../../../actions/place/places.ts";
import { Bookmarks } from "../../views/bookmarks/Bookmarks.tsx";
import { useBookmarks } from "../../views/bookmarks/use-bookmarks.ts";
import { useByteTools } from "../../views/hex/use-byte-tools.ts";
import { useFileSource } from "../../views/hex/use-sources.ts";
import { useNarrow } from "../../hooks/use-narrow.ts";
import { DataInspector } from "../../views/inspector/DataInspector.tsx";
import { BytesPane } from "./BytesPane.tsx";
import { FieldsPane } from "./FieldsPane.tsx";
import { NarrowPanes } from "./NarrowPanes.tsx";
import { nodeActions } from "./node-actions.ts";
import styles from "./StructureScreen.module.css";
import { StructureTree } from "./StructureTree.tsx";
import { useSelection } from "./use-selection.ts";
import { WidePanes } from "./WidePanes.tsx";

/** Tree, bytes and fields of the open file, linked every way. */
export function StructureScreen() {
  const summary = useStore((state) => state.summary);
  return summary === null ? null : <OpenStructure key={summary.id} summary={summary} />;
}

function OpenStructure({ summary }: { readonly summary: ImageSummary }) {
  const {
    layer: layerName,
    upTo,
    revision,
    file,
    node,
    field,
    batIndex,
    reveal,
    endian,
    setEndian,
    secondPane,
  } = useStore();
  const layer = layerRef({ layer: layerName, upTo });
  const { id } = summary;
  const narrow = useNarrow();
  const source = useFileSource(id, layer, revision);
  const selection = useSelection(id, layer, revision);
  const bookmarks = useBookmarks("file");
  const tools = useByteTools("file", source, file, bookmarks.add);

  const nowhere = node === null && file.offset === 0 && file.length === 0;
  const located = node === null && !nowhere;
  useEffect(() => {
    // A screen that is shown for the first time starts at the beginning of the file, or where the address says.
    if (nowhere) void goToNode("identifier", { jump: false });
    else if (located) void goToFileOffset(file.offset, file.length);
    // Once, when the screen comes up.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const tree = (
    <div className={styles.side}>
      <div className={styles.grow}>
        <StructureTree
          image={id}
          layer={layer}
          revision={revision}
          selected={node}
          path={selection.path}
          reveal={reveal}
          wide={(source?.size ?? 0) > 2 ** 32}
          onSelect={(next, jump) => void goToNode(next, { jump })}
          actionsFor={(each) => nodeActions(each, tools, bookmarks.add)}
        />
      </div>
      <div className={styles.foot}>
        <Bookmarks onAdd={() => bookmarks.add(file)} onGo={bookmarks.go} fresh={bookmarks.fresh} />
      </div>
    </div>
  );
  const bytes = (
    <BytesPane
      summary={summary}
      layer={layer}
      revision={revision}
      source={source}
      selection={selection}
      file={file}
      batIndex={batIndex}
      reveal={reveal}
      bookmarks={bookmarks}
      tools={tools}
      // A selection being drawn must not scroll the view back to where it began.
      onSelect={(span) => void goToFileOffset(span.offset, span.length, { reveal: false })}
      onFound={(span) => void goToFileOffset(span.offset, span.length, { jump: true })}
      onNode={(next) => void goToNode(next)}
      onBatEntry={(index) => void goToBatEntry(index)}
    />
  );
  const fields = (
    <FieldsPane
      summary={summary}
      layer={layer}
      path={selection.path}
      fields={selection.fields}
      selected={field}
      reveal={reveal}
      onSelect={selection.selectField}
      onFollow={(target) => void goToNode(target)}
    />
  );
  const inspector = source !== null && (
    <DataInspector
      image={id}
      layer={layer}
      space="file"
      source={source}
      selection={file}
      endian={endian}
      onEndian={setEndian}
      onSelect={(span) => void goToFileOffset(span.offset, span.length)}
    />
  );
  return (
    <div className={styles.screen}>
      {narrow ? (
        <NarrowPanes tree={tree} bytes={bytes} fields={fields} inspector={inspector} />
      ) : (
        <WidePanes
          tree={tree}
          bytes={bytes}
          fields={fields}
          inspector={inspector}
          two={secondPane !== "none"}
        />
      )}
    </div>
  );
}

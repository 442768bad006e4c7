import { useStore } from "../../state/store.ts";
import { layerRef } from "../../state/view.ts";
import type { ImageSummary } from "../../../workers/api/index.ts";
import { goToBatEntry, goToFileOffset, goToNode } from "../../actions/places.ts";
import { Bookmarks } from "../bookmarks/Bookmarks.tsx";
import { useBookmarks } from "../bookmarks/use-bookmarks.ts";
import { useByteTools } from "../hex/use-byte-tools.ts";
import { useFileSource } from "../hex/use-sources.ts";
import { DataInspector } from "../inspector/DataInspector.tsx";
import { Split } from "../split/Split.tsx";
import { BytesPane } from "./BytesPane.tsx";
import { FieldsPane } from "./FieldsPane.tsx";
import styles from "./StructureScreen.module.css";
import { StructureTree } from "./StructureTree.tsx";
import { useSelection } from "./use-selection.ts";

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
  } = useStore();
  const layer = layerRef({ layer: layerName, upTo });
  const { id } = summary;
  const source = useFileSource(id, layer, revision);
  const selection = useSelection(id, layer, revision);
  const bookmarks = useBookmarks("file");
  const tools = useByteTools("file", source, file, bookmarks.add);

  return (
    <div className={styles.screen}>
      <Split
        id="structure"
        orientation="horizontal"
        panes={[
          {
            id: "tree",
            label: "Width of the tree",
            size: "25%",
            min: 180,
            content: (
              <div className={styles.side}>
                <div className={styles.grow}>
                  <StructureTree
                    image={id}
                    layer={layer}
                    revision={revision}
                    selected={node}
                    path={selection.path}
                    reveal={reveal}
                    onSelect={(next) => void goToNode(next)}
                  />
                </div>
                <div className={styles.foot}>
                  <Bookmarks onAdd={() => bookmarks.add(file)} onGo={bookmarks.go} fresh={bookmarks.fresh} />
                </div>
              </div>
            ),
          },
          {
            id: "bytes",
            label: "Width of the tree",
            size: "48%",
            min: 260,
            content: (
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
                onSelect={(span) => void goToFileOffset(span.offset, span.length)}
                onNode={(next) => void goToNode(next)}
                onBatEntry={(index) => void goToBatEntry(index)}
              />
            ),
          },
          {
            id: "fields",
            label: "Width of the fields",
            size: "27%",
            min: 200,
            content: (
              <Split
                id="structure-fields"
                orientation="vertical"
                panes={[
                  {
                    id: "field-list",
                    label: "Height of the fields",
                    size: "55%",
                    content: (
                      <FieldsPane
                        path={selection.path}
                        fields={selection.fields}
                        selected={field}
                        reveal={reveal}
                        onSelect={selection.selectField}
                        onFollow={(target) => void goToNode(target)}
                      />
                    ),
                  },
                  {
                    id: "data",
                    label: "Height of the fields",
                    size: "45%",
                    content: source !== null && (
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
                    ),
                  },
                ]}
              />
            ),
          },
        ]}
      />
    </div>
  );
}

import { BookmarkPlus, ChevronRight, Columns2, Save, Search, Table2 } from "lucide-react";
import type { ImageSummary, NodeId, NodePath } from "../../../../workers/api/index.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { EditTools } from "../../views/edit/EditTools.tsx";
import type { ByteEdits } from "../../views/edit/use-byte-edits.ts";
import { IconButton } from "../../parts/Button.tsx";
import { LAYERS, layerName } from "../../parts/Layer.tsx";
import { MenuButton } from "../../parts/Menu.tsx";
import styles from "./BytesPane.module.css";
import { pathNodes, twinDistance } from "./place-text.ts";
import { WORDS } from "./words.ts";

export interface BytesBarProps {
  readonly summary: ImageSummary;
  readonly path: NodePath | null;
  /** Whether the selection lies in the BAT. */
  readonly inBat: boolean;
  readonly onNode: (node: NodeId) => void;
  readonly onBookmark: () => void;
  readonly onSave: () => void;
  readonly edits: ByteEdits;
}

/** Above the bytes: the path to the selected structure, and what can be done with the bytes. */
export function BytesBar({ summary, path, inBat, onNode, onBookmark, onSave, edits }: BytesBarProps) {
  const { secondPane, setSecondPane, batTable, setBatTable } = useStore();
  const hasTwin = twinDistance(path?.node.id ?? null) !== null;
  const choices = [
    { id: "none", title: WORDS.bytes.secondPaneNone },
    ...LAYERS.filter((layer) => summary.layers[layer].available).map((layer) => ({
      id: layer,
      title: layerName(layer),
    })),
    { id: "twin", title: WORDS.bytes.secondPaneTwin, disabled: !hasTwin },
  ] as const;
  const nodes = path === null ? [] : pathNodes(path);
  return (
    <div role="toolbar" aria-label={WORDS.bytes.name} className={styles.bar}>
      <nav aria-label={WORDS.bytes.path} className={styles.path}>
        <ol className={styles.path}>
          {nodes.map((node, index) => (
            <li key={node.id}>
              {index > 0 && <ChevronRight aria-hidden="true" />}
              <button
                type="button"
                className={styles.crumb}
                aria-current={index === nodes.length - 1 ? "location" : undefined}
                onClick={() => onNode(node.id)}
              >
                {node.label}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      {inBat && (
        <IconButton
          label={batTable ? WORDS.bytes.hideBat : WORDS.bytes.showBat}
          size="s"
          icon={<Table2 />}
          onPress={() => setBatTable(!batTable)}
        />
      )}
      <MenuButton
        label={WORDS.bytes.secondPane}
        variant="quiet"
        size="s"
        icon={<Columns2 />}
        choices={choices.map((choice) => ({
          ...choice,
          ...(choice.id === secondPane && { detail: WORDS.bytes.shownNow }),
        }))}
        onChoose={(id) => {
          const choice = choices.find((each) => each.id === id);
          if (choice !== undefined) setSecondPane(choice.id);
        }}
      />
      <EditTools edits={edits} compact />
      <IconButton
        label={WORDS.bytes.find}
        keys="Ctrl+F"
        size="s"
        icon={<Search />}
        onPress={() => void runAction("find.open")}
      />
      <IconButton
        label={WORDS.bytes.bookmark}
        keys="Ctrl+D"
        size="s"
        icon={<BookmarkPlus />}
        onPress={onBookmark}
      />
      <IconButton label={WORDS.bytes.save} size="s" icon={<Save />} onPress={onSave} />
    </div>
  );
}

import { X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { ImageSummary, LayerName, LayerRef, NodePath, Span } from "../../../../workers/api/index.ts";
import type { SecondPane } from "../../../state/bytes-view.ts";
import { useStore } from "../../../state/store.ts";
import { HexGroup } from "../../views/hex/hex-group.ts";
import { HexView, type HexViewProps } from "../../views/hex/HexView.tsx";
import type { HexSource } from "../../views/hex/types.ts";
import { useDifferences } from "../../views/hex/use-differences.ts";
import { useFileSource } from "../../views/hex/use-sources.ts";
import { IconButton } from "../../parts/Button.tsx";
import { layerName, LayerSign } from "../../parts/Layer.tsx";
import { Split } from "../../parts/split/Split.tsx";
import styles from "./BytesPane.module.css";
import { twinDistance } from "./place-text.ts";
import { WORDS } from "./words.ts";

export interface HexPairProps extends Pick<
  HexViewProps,
  "selection" | "onSelect" | "highlights" | "node" | "reveal" | "commands" | "ticks" | "editing" | "nameOf"
> {
  readonly summary: ImageSummary;
  readonly layer: LayerRef;
  readonly revision: number;
  readonly source: HexSource;
  readonly path: NodePath | null;
}

/** What the second pane shows here: nothing where the choice makes no sense for this file or structure. */
function shownBeside(choice: SecondPane, summary: ImageSummary, distance: number | null): SecondPane {
  if (choice === "twin") return distance === null ? "none" : "twin";
  if (choice === "none") return "none";
  return summary.layers[choice].available ? choice : "none";
}

/** The bytes of the chosen layer, and beside them, scrolling along, another layer or the structure's other copy. */
export function HexPair(props: HexPairProps) {
  const { summary, path } = props;
  const choice = useStore((state) => state.secondPane);
  const twin = twinDistance(path?.node.id ?? null);
  const beside = shownBeside(choice, summary, twin);
  if (beside === "none") {
    const { source, selection, onSelect, highlights, node, reveal, commands, ticks, editing, nameOf } = props;
    return (
      <HexView
        aria-label={WORDS.bytes.name}
        source={source}
        selection={selection}
        onSelect={onSelect}
        {...{ highlights, node, reveal, commands, ticks, editing, nameOf }}
      />
    );
  }
  return (
    <SideBySide
      {...props}
      beside={beside === "twin" ? props.layer : { name: beside, upTo: null }}
      distance={beside === "twin" ? (twin ?? 0) : 0}
    />
  );
}

interface SideBySideProps extends HexPairProps {
  readonly beside: LayerRef;
  /** Offset in the second pane of what stands at 0 in the first. */
  readonly distance: number;
}

function SideBySide({ beside, distance, summary, layer, revision, source, ...view }: SideBySideProps) {
  const setSecondPane = useStore((state) => state.setSecondPane);
  const group = useMemo(() => new HexGroup(), []);
  const second = useFileSource(summary.id, beside, revision);
  const {
    selection,
    onSelect,
    highlights = [],
    node = null,
    reveal,
    commands,
    ticks,
    editing,
    nameOf,
  } = view;
  const differences = useDifferences(source, second, distance, selection.offset);
  const moved = <S extends Span>(span: S): S => ({ ...span, offset: span.offset + distance });
  const pointedOut = [...highlights, ...differences];
  return (
    <Split
      id="structure-pair"
      orientation="horizontal"
      panes={[
        {
          id: "first",
          label: WORDS.bars.firstPaneWidth,
          content: (
            <div className={styles.column}>
              <PaneHead layer={layer.name} note={distance === 0 ? null : WORDS.bytes.thisCopy} />
              <div className={styles.grow}>
                <HexView
                  aria-label={WORDS.bytes.name}
                  source={source}
                  selection={selection}
                  onSelect={onSelect}
                  group={group}
                  highlights={pointedOut}
                  {...{ node, reveal, commands, ticks, editing, nameOf }}
                />
              </div>
            </div>
          ),
        },
        {
          id: "second",
          label: WORDS.bars.firstPaneWidth,
          content: (
            <div className={styles.column}>
              <PaneHead layer={beside.name} note={distance === 0 ? null : WORDS.bytes.otherCopy}>
                <IconButton
                  label={WORDS.bytes.closeSecondPane}
                  size="s"
                  icon={<X />}
                  onPress={() => setSecondPane("none")}
                />
              </PaneHead>
              <div className={styles.grow}>
                {second !== null && (
                  <HexView
                    aria-label={
                      distance === 0 ? WORDS.bytes.layerBytes(layerName(beside.name)) : WORDS.bytes.twinBytes
                    }
                    source={second}
                    selection={moved(selection)}
                    onSelect={({ offset, length }) =>
                      onSelect({ offset: Math.max(0, offset - distance), length })
                    }
                    group={group}
                    start={distance}
                    highlights={pointedOut.map(moved)}
                    node={node === null ? null : moved(node)}
                  />
                )}
              </div>
            </div>
          ),
        },
      ]}
    />
  );
}

function PaneHead({
  layer,
  note,
  children,
}: {
  readonly layer: LayerName;
  readonly note: string | null;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles.paneHead}>
      <LayerSign layer={layer} />
      <span>
        {layerName(layer)}
        {note}
      </span>
      <span className={styles.grow} />
      {children}
    </div>
  );
}

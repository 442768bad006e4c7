import { useMemo } from "react";
import type { Difference, ImageId, LayerRef, Span } from "../../../../workers/api/index.ts";
import { HexGroup } from "../../views/hex/hex-group.ts";
import { HexView } from "../../views/hex/HexView.tsx";
import type { HexSource } from "../../views/hex/types.ts";
import { useDiskSource, useFileSource } from "../../views/hex/use-sources.ts";
import styles from "./Compare.module.css";
import { usePairedSource } from "./use-paired-source.ts";
import { WORDS } from "./words.ts";

/** What one pane shows: a layer's file, or an image's virtual disk, from `start` to `end` (null: the end of the source). */
export interface PaneView {
  readonly title: string;
  readonly image: ImageId;
  readonly layer: LayerRef;
  /** Size of the virtual disk, bytes; null where the pane shows the file. */
  readonly diskSize: number | null;
  readonly start: number;
  readonly end: number | null;
}

export interface ComparePanesProps {
  readonly revision: number;
  readonly a: PaneView;
  readonly b: PaneView;
  readonly differences: readonly Difference[];
  /** Selected bytes, in offsets of A. */
  readonly selection: Span;
  readonly reveal: number;
  readonly onSelect: (span: Span) => void;
}

function usePaneSource({ image, layer, diskSize }: PaneView, revision: number): HexSource | null {
  const file = useFileSource(image, layer, revision);
  const disk = useDiskSource(image, layer, diskSize, revision);
  return diskSize === null ? file : disk;
}

/** Shows what bytes that differ look like. A screen reader hears of them at the cursor instead. */
function Differs() {
  return (
    <span className={styles.differs} aria-hidden="true">
      <span className={styles.swatch}>00</span> {WORDS.panes.differs}
    </span>
  );
}

/** The bytes of both sides, scrolled together. */
export function ComparePanes(props: ComparePanesProps) {
  const { revision, a, b, differences, selection, reveal, onSelect } = props;
  const group = useMemo(() => new HexGroup(), []);
  const sourceA = usePaneSource(a, revision);
  const sourceB = usePaneSource(b, revision);
  const shift = b.start - a.start;
  const pairedA = usePairedSource(sourceA, sourceB, shift, a.end);
  const pairedB = usePairedSource(sourceB, sourceA, -shift, b.end);
  const [ticksA, ticksB] = useMemo(
    () =>
      (["offsetA", "offsetB"] as const).map((side) =>
        differences.map((difference) => ({ offset: difference[side], kind: "difference" as const })),
      ),
    [differences],
  );
  return (
    <div className={styles.panes}>
      <section aria-label={WORDS.panes.titleA(a.title)} className={styles.pane}>
        <h3 className={styles.paneTitle}>
          <span className={styles.letter}>{WORDS.panes.letterA}</span> {a.title}
          <Differs />
        </h3>
        {pairedA !== null && (
          <HexView
            source={pairedA.source}
            aria-label={WORDS.panes.bytesA}
            selection={selection}
            onSelect={onSelect}
            highlights={pairedA.differing}
            reveal={reveal}
            group={group}
            start={a.start}
            ticks={ticksA ?? []}
          />
        )}
      </section>
      <section aria-label={WORDS.panes.titleB(b.title)} className={styles.pane}>
        <h3 className={styles.paneTitle}>
          <span className={styles.letter}>{WORDS.panes.letterB}</span> {b.title}
          <Differs />
        </h3>
        {pairedB !== null && (
          <HexView
            source={pairedB.source}
            aria-label={WORDS.panes.bytesB}
            selection={{ offset: selection.offset + shift, length: selection.length }}
            onSelect={({ offset, length }) => onSelect({ offset: offset - shift, length })}
            highlights={pairedB.differing}
            reveal={reveal}
            group={group}
            start={b.start}
            ticks={ticksB ?? []}
          />
        )}
      </section>
    </div>
  );
}

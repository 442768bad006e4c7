import type { ImageSummary, LayerRef } from "../../../../workers/api/index.ts";
import { LayerRadio } from "../../parts/Layer.tsx";
import styles from "./Compare.module.css";
import { WORDS } from "./words.ts";

export interface SidePickerProps {
  /** "Side A". */
  readonly label: string;
  readonly side: LayerRef;
  readonly summary: ImageSummary;
  readonly onChange: (side: LayerRef) => void;
}

/** One side of a comparison of layers: which layer, and how far it is replayed. */
export function SidePicker({ label, side, summary, onChange }: SidePickerProps) {
  const total = summary.activeEntries;
  const upTo = side.upTo ?? total;
  return (
    <div className={styles.side}>
      <span aria-hidden="true" className={styles.letter}>
        {label.at(-1)}
      </span>
      <LayerRadio
        label={label}
        value={side.name}
        layers={summary.layers}
        onChange={(name) => onChange({ name, upTo: null })}
      />
      {side.name === "replayed" && total > 1 && (
        <label className={styles.upTo}>
          {WORDS.sides.upTo}
          <input
            type="number"
            aria-label={WORDS.sides.replayedUpTo(label)}
            min={0}
            max={total}
            value={upTo}
            onChange={(event) => {
              const count = event.currentTarget.valueAsNumber;
              if (!Number.isInteger(count) || count < 0 || count > total) return;
              onChange({ name: "replayed", upTo: count === total ? null : count });
            }}
          />
          {WORDS.sides.of(total)}
        </label>
      )}
    </div>
  );
}

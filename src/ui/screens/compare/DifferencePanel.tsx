import { ArrowDown, ArrowUp } from "lucide-react";
import type { Comparison } from "../../../../workers/api/index.ts";
import { goToDiskOffset, goToFileOffset, goToNode } from "../../../actions/place/places.ts";
import { IconButton } from "../../parts/Button.tsx";
import { Panel } from "../../parts/Panel.tsx";
import styles from "./Compare.module.css";
import { DifferenceTable } from "./DifferenceTable.tsx";
import type { NumberedDifference } from "./sides.ts";
import { WORDS } from "./words.ts";

export interface DifferencePanelProps {
  /** Null until it has come. */
  readonly comparison: Comparison | null;
  readonly rows: readonly NumberedDifference[];
  readonly selected: number | null;
  /** Whether both sides have their bytes at the same offset. */
  readonly aligned: boolean;
  /** What the offsets are of. */
  readonly space: Comparison["space"];
  /** What the list says where there is no difference. */
  readonly empty: string;
  readonly reveal: number;
  readonly onSelect: (index: number) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** The differences in a sentence and one by one. */
export function DifferencePanel(props: DifferencePanelProps) {
  const { comparison, rows, selected, aligned, space, empty, reveal, onSelect, onStep } = props;
  const omitted = comparison?.omitted ?? 0;
  return (
    <Panel
      title={WORDS.differences.title}
      className={styles.flat}
      fill
      flush
      aside={
        <span role="status" className={styles.summary}>
          {comparison?.summary}
          {omitted > 0 && ` ${WORDS.differences.notListed(omitted)}`}
        </span>
      }
      tools={
        <>
          {selected !== null && (
            <span className={styles.count}>{WORDS.differences.count(selected + 1, rows.length)}</span>
          )}
          <IconButton
            size="s"
            label={WORDS.differences.previous}
            keys="P"
            icon={<ArrowUp />}
            isDisabled={rows.length === 0}
            onPress={() => onStep(-1)}
          />
          <IconButton
            size="s"
            label={WORDS.differences.next}
            keys="N"
            icon={<ArrowDown />}
            isDisabled={rows.length === 0}
            onPress={() => onStep(1)}
          />
        </>
      }
    >
      <DifferenceTable
        rows={rows}
        selected={selected}
        aligned={aligned}
        reveal={reveal}
        empty={empty}
        onSelect={onSelect}
        onOpen={({ difference }) => {
          if (space === "disk")
            void goToDiskOffset(difference.offsetB, difference.length, { screen: "disk" });
          else if (difference.node !== null) void goToNode(difference.node, { screen: "structure" });
          else void goToFileOffset(difference.offsetB, difference.length, { screen: "structure" });
        }}
      />
    </Panel>
  );
}

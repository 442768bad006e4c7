import { GitCompare } from "lucide-react";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { chosenBlocks, type OpenView } from "../../../actions/compare/two-files.ts";
import type { FileComparison, FilePart } from "../../../state/compare.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { Select } from "../../parts/Select.tsx";
import styles from "./Compare.module.css";
import { WORDS } from "./words.ts";

const PARTS: readonly { readonly value: FilePart; readonly label: string }[] = [
  { value: "structures", label: WORDS.files.structures },
  { value: "disks", label: WORDS.files.disks },
];

export interface FilesBarProps {
  readonly others: readonly OpenView[];
  readonly other: OpenView;
  readonly payloadBlocks: number;
  /** What has become of exactly this comparison; null: not begun. */
  readonly state: FileComparison["state"] | null;
  readonly onCompare: () => void;
}

/** Which file the shown one is held against, and what of both. */
export function FilesBar({ others, other, payloadBlocks, state, onCompare }: FilesBarProps) {
  const part = useStore((store) => store.filePart);
  const chosen = useStore((store) => store.blocks);
  const setOtherFile = useStore((store) => store.setOtherFile);
  const setFilePart = useStore((store) => store.setFilePart);
  const setBlocks = useStore((store) => store.setBlocks);
  const { first, last } = chosenBlocks(chosen, payloadBlocks);
  const field = (name: string, value: number, choose: (block: number) => void) => (
    <input
      type="number"
      aria-label={name}
      min={0}
      max={Math.max(0, payloadBlocks - 1)}
      value={value}
      onChange={(event) => {
        const block = event.currentTarget.valueAsNumber;
        if (Number.isInteger(block) && block >= 0 && block < payloadBlocks) choose(block);
      }}
    />
  );
  return (
    <>
      <Select
        label={WORDS.files.other}
        value={other.summary.id}
        options={others.map(({ summary }) => ({ value: summary.id, label: visibleText(summary.name) }))}
        onChange={setOtherFile}
      />
      <RadioBar label={WORDS.files.part} value={part} options={PARTS} onChange={setFilePart} />
      {part === "disks" && (
        <span className={styles.upTo}>
          {WORDS.files.blocks}
          {field(WORDS.files.from, first, (block) =>
            setBlocks({ first: block, last: Math.max(block, last) }),
          )}
          {WORDS.files.to}
          {field(WORDS.files.toBlock, last, (block) =>
            setBlocks({ first: Math.min(first, block), last: block }),
          )}
          <Button
            size="s"
            variant="primary"
            icon={<GitCompare />}
            isDisabled={state === "running" || payloadBlocks === 0}
            onPress={onCompare}
          >
            {state === "running" ? WORDS.files.comparing : WORDS.files.compareDisks}
          </Button>
        </span>
      )}
      {part === "structures" && (state === "cancelled" || state === "failed") && (
        <Button size="s" icon={<GitCompare />} onPress={onCompare}>
          {WORDS.files.compareStructures}
        </Button>
      )}
    </>
  );
}

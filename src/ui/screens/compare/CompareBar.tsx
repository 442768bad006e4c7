import type { ImageSummary } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { CompareKind } from "../../../state/compare.ts";
import { useStore } from "../../../state/store.ts";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { Select } from "../../parts/Select.tsx";
import { linkName } from "../../views/chain/owner-links.ts";
import type { useAncestors } from "../../views/chain/use-ancestors.ts";
import styles from "./Compare.module.css";
import { FilesBar } from "./FilesBar.tsx";
import { SidePicker } from "./SidePicker.tsx";
import type { presentSide } from "./sides.ts";
import type { useFilePair } from "./use-file-pair.ts";
import { WORDS } from "./words.ts";

const KINDS: readonly {
  readonly value: CompareKind;
  readonly label: string;
}[] = [
  { value: "layers", label: WORDS.kinds.layers },
  { value: "headers", label: WORDS.kinds.headers },
  { value: "region-tables", label: WORDS.kinds.regionTables },
];
const PARENT = { value: "ancestor", label: WORDS.kinds.parent } as const;
const OTHER_FILE = { value: "files", label: WORDS.kinds.otherFile } as const;

type Side = ReturnType<typeof presentSide>;

export interface CompareBarProps {
  readonly summary: ImageSummary;
  readonly kind: CompareKind;
  readonly a: Side;
  readonly b: Side;
  /** The ancestor that is compared: 1 = the parent. */
  readonly link: number;
  readonly onLink: (link: number) => void;
  readonly ancestors: ReturnType<typeof useAncestors>;
  readonly canCompareFiles: boolean;
  /** Null unless two files are compared. */
  readonly files: ReturnType<typeof useFilePair>;
}

/** What is compared with what. */
export function CompareBar({
  summary,
  kind,
  a,
  b,
  link,
  onLink,
  ancestors,
  canCompareFiles,
  files,
}: CompareBarProps) {
  const setCompare = useStore((state) => state.setCompare);
  const setSide = useStore((state) => state.setSide);
  return (
    <div className={styles.top}>
      <RadioBar
        label={WORDS.compare}
        value={kind}
        options={[
          ...KINDS,
          ...(ancestors.length > 0 ? [PARENT] : []),
          ...(canCompareFiles ? [OTHER_FILE] : []),
        ]}
        onChange={setCompare}
      />
      {kind === "ancestor" && (
        <>
          <Select
            label={WORDS.ancestor}
            value={String(link)}
            options={ancestors.map(({ name }, at) => ({
              value: String(at + 1),
              label: `${visibleText(name)}, ${linkName(at + 1)}`,
            }))}
            onChange={(value) => onLink(Number(value))}
          />
          <span className={styles.question}>{WORDS.question}</span>
        </>
      )}
      {files !== null && (
        <FilesBar
          others={files.others}
          other={files.other}
          payloadBlocks={summary.payloadBlocks}
          state={files.found?.state ?? null}
          onCompare={files.compare}
        />
      )}
      {kind === "layers" && (
        <>
          <SidePicker
            label={WORDS.sides.a}
            side={a}
            summary={summary}
            onChange={(side) => setSide("sideA", side)}
          />
          <SidePicker
            label={WORDS.sides.b}
            side={b}
            summary={summary}
            onChange={(side) => setSide("sideB", side)}
          />
        </>
      )}
    </div>
  );
}

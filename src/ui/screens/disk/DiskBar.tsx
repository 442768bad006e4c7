import { BookmarkPlus, ChevronDown, ChevronUp, Save, Search } from "lucide-react";
import { useState } from "react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { parseGoTo, resolveGoTo } from "../../../actions/place/go-to.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { EditTools } from "../../views/edit/EditTools.tsx";
import type { ByteEdits } from "../../views/edit/use-byte-edits.ts";
import { IconButton } from "../../parts/Button.tsx";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { TextInput } from "../../parts/Input.tsx";
import styles from "./Disk.module.css";
import type { Jumps } from "./use-jumps.ts";
import { WORDS } from "./words.ts";

export interface DiskBarProps {
  readonly summary: ImageSummary;
  /** Of the cursor. */
  readonly offset: number;
  /** Of the virtual disk. */
  readonly size: number;
  readonly jumps: Jumps;
  readonly edits: ByteEdits;
}

/** Above the bytes: where the cursor is, where to go, what to do with the selection. */
export function DiskBar({ summary, offset, size, jumps, edits }: DiskBarProps) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div role="toolbar" aria-label={WORDS.bar.name} className={styles.bar}>
      <GoTo summary={summary} onProblem={setProblem} />
      <span className={styles.where}>
        <span className={styles.mono}>{formatOffset(offset)}</span> {WORDS.bar.ofSize(sizeText(size))}
      </span>
      <span role="status" className={styles.said} data-problem={problem !== null || undefined}>
        {problem ?? jumps.said}
      </span>
      <JumpButtons words={WORDS.bar.stored} jump={jumps.allocated} />
      {jumps.changed !== null && <JumpButtons words={WORDS.bar.changed} jump={jumps.changed} keys />}
      <EditTools edits={edits} />
      <IconButton
        label={WORDS.bar.find}
        keys="Ctrl+F"
        size="s"
        icon={<Search />}
        onPress={() => void runAction("find.open")}
      />
      <IconButton
        label={WORDS.bar.bookmark}
        keys="Ctrl+D"
        size="s"
        icon={<BookmarkPlus />}
        onPress={() => void runAction("bytes.bookmark")}
      />
      <IconButton
        label={WORDS.bar.save}
        size="s"
        icon={<Save />}
        onPress={() => void runAction("bytes.save")}
      />
    </div>
  );
}

function JumpButtons({
  words,
  jump,
  keys = false,
}: {
  words: { readonly name: string; readonly previous: string; readonly next: string };
  jump: (direction: 1 | -1) => void;
  keys?: boolean;
}) {
  return (
    <span className={styles.jumps}>
      <span aria-hidden="true">{words.name}</span>
      <IconButton
        label={words.previous}
        keys={keys ? "P" : undefined}
        size="s"
        icon={<ChevronUp />}
        onPress={() => jump(-1)}
      />
      <IconButton
        label={words.next}
        keys={keys ? "N" : undefined}
        size="s"
        icon={<ChevronDown />}
        onPress={() => jump(1)}
      />
    </span>
  );
}

interface GoToProps {
  readonly summary: ImageSummary;
  /** Null once the text is changed. */
  readonly onProblem: (problem: string | null) => void;
}

/** An input that accepts the same text as Ctrl+G. */
function GoTo({ summary, onProblem }: GoToProps) {
  const [text, setText] = useState("");
  const submit = () => {
    if (text.trim() === "") return;
    const destination = parseGoTo(text);
    if (destination === null) {
      onProblem(WORDS.bar.cantRead);
      return;
    }
    const resolved = resolveGoTo(destination, summary, "disk");
    onProblem(resolved.ok ? null : resolved.problem);
    if (resolved.ok) void resolved.go();
  };
  return (
    <span className={styles.goTo}>
      <TextInput
        label={WORDS.bar.goTo}
        value={text}
        mono
        placeholder={WORDS.bar.examples}
        onChange={(next) => {
          setText(next);
          onProblem(null);
        }}
        onSubmit={submit}
      />
    </span>
  );
}

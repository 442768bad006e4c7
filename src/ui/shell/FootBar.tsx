import { Info } from "lucide-react";
import { runAction } from "../../actions/commands/registry.ts";
import { useStore } from "../../state/store.ts";
import type { Screen } from "../../state/view.ts";
import { IconButton } from "../parts/Button.tsx";
import { formatOffset } from "../parts/format.ts";
import { sizeText } from "../../../workers/shared/text.ts";
import styles from "./FootBar.module.css";
import { JobBar } from "./jobs/JobBar.tsx";
import { nodeWords } from "../parts/node-words.ts";
import { useIo } from "../hooks/use-io.ts";
import { WORDS } from "./words.ts";

/** Screens whose selection is shown here; the others have no selection, or one of their own. */
const PLACED: readonly Screen[] = ["structure", "map", "log", "disk"];

/** Where the selection is, what runs, and what has been read. */
export function FootBar() {
  const file = useStore((state) => state.file);
  const node = useStore((state) => state.node);
  const disk = useStore((state) => state.disk);
  const screen = useStore((state) => state.screen);
  const written = useStore((state) => state.written);
  const inPlace = useStore((state) => state.summary?.inPlace === true);
  const io = useIo();
  const onDisk = screen === "disk";
  const selection = onDisk ? disk : file;
  return (
    <footer className={styles.bar}>
      <span className={styles.place}>
        {PLACED.includes(screen) && (
          <>
            {onDisk ? WORDS.foot.disk : WORDS.foot.file} {formatOffset(selection.offset)}
            {selection.length > 0 && ` +${sizeText(selection.length)}`}
            {!onDisk && node !== null && <span className={styles.node}>{nodeWords(node)}</span>}
          </>
        )}
      </span>
      <JobBar />
      {io !== null && (
        <span className={styles.io}>
          {WORDS.foot.io(
            io.reads,
            sizeText(io.bytesRead),
            inPlace ? WORDS.foot.atOnce : WORDS.foot.written(sizeText(written)),
          )}
        </span>
      )}
      <IconButton
        label={WORDS.foot.about}
        size="s"
        icon={<Info />}
        onPress={() => void runAction("help.about")}
      />
    </footer>
  );
}

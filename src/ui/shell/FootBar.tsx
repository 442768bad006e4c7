import { useStore } from "../../state/store.ts";
import { formatBytes, formatOffset, formatPlural } from "../parts/format.ts";
import styles from "./FootBar.module.css";
import { JobBar } from "./JobBar.tsx";

/** Where the selection is, what runs, and what has been read. */
export function FootBar() {
  const file = useStore((state) => state.file);
  const node = useStore((state) => state.node);
  const io = useStore((state) => state.summary?.io ?? null);
  return (
    <footer className={styles.bar}>
      <span className={styles.place}>
        {formatOffset(file.offset)}
        {file.length > 0 && ` +${formatBytes(file.length)}`}
        {node !== null && <span className={styles.node}>{node}</span>}
      </span>
      <JobBar />
      {io !== null && (
        <span className={styles.io}>
          {`${formatPlural(io.reads, "read")}, ${formatBytes(io.bytesRead)} read, 0 bytes written`}
        </span>
      )}
    </footer>
  );
}

import { useStore } from "../../state/store.ts";
import { formatBytes, formatOffset, formatPlural } from "../parts/format.ts";
import styles from "./FootBar.module.css";
import { JobBar } from "./JobBar.tsx";
import { useIo } from "../use-io.ts";

/** Where the selection is, what runs, and what has been read. */
export function FootBar() {
  const file = useStore((state) => state.file);
  const node = useStore((state) => state.node);
  const disk = useStore((state) => state.disk);
  const onDisk = useStore((state) => state.screen === "disk");
  const written = useStore((state) => state.written);
  const inPlace = useStore((state) => state.summary?.inPlace === true);
  const io = useIo();
  const selection = onDisk ? disk : file;
  return (
    <footer className={styles.bar}>
      <span className={styles.place}>
        {onDisk && "disk "}
        {formatOffset(selection.offset)}
        {selection.length > 0 && ` +${formatBytes(selection.length)}`}
        {!onDisk && node !== null && <span className={styles.node}>{node}</span>}
      </span>
      <JobBar />
      {io !== null && (
        <span className={styles.io}>
          {`${formatPlural(io.reads, "read")}, ${formatBytes(io.bytesRead)} read, ${inPlace ? "changes are written at once" : `${formatBytes(written)} written`}`}
        </span>
      )}
    </footer>
  );
}

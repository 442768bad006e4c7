import { useStore } from "../../../state/store.ts";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { DiskPanel } from "./DiskPanel.tsx";
import { FilePanel } from "./FilePanel.tsx";
import styles from "./Map.module.css";

/** Where things are: in the file by structure, on the virtual disk by block. */
export function MapScreen() {
  const summary = useStore((state) => state.summary);
  if (summary === null) return null;
  const { blockSize } = summary.image;
  return (
    <div className={styles.screen}>
      <FilePanel summary={summary} />
      {blockSize === null || summary.payloadBlocks === 0 ? (
        <EmptyState title="The virtual disk can't be mapped.">
          Its block size or its block table can't be read. Overview lists what is wrong.
        </EmptyState>
      ) : (
        <DiskPanel summary={summary} blockSize={blockSize} />
      )}
    </div>
  );
}

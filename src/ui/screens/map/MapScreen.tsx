import { useStore } from "../../../state/store.ts";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { DiskPanel } from "./DiskPanel.tsx";
import { FilePanel } from "./FilePanel.tsx";
import styles from "./Map.module.css";
import { WORDS } from "./words.ts";

/** Where things are: in the file by structure, on the virtual disk by block. */
export function MapScreen() {
  const summary = useStore((state) => state.summary);
  if (summary === null) return null;
  const { blockSize } = summary.image;
  return (
    <div className={styles.screen}>
      <FilePanel summary={summary} />
      {blockSize === null || summary.payloadBlocks === 0 ? (
        <EmptyState title={WORDS.noMap}>{WORDS.noMapWhy}</EmptyState>
      ) : (
        <DiskPanel summary={summary} blockSize={blockSize} />
      )}
    </div>
  );
}

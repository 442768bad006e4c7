import { FolderX, HardDrive } from "lucide-react";
import type { FilesVolumes, ImageSummary } from "../../../../workers/api/index.ts";
import { useStore } from "../../../state/store.ts";
import { useVolumes } from "../../hooks/use-volumes.ts";
import { Button } from "../../parts/Button.tsx";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import styles from "./Files.module.css";
import { VolumeBrowser } from "./VolumeBrowser.tsx";
import { WORDS } from "./words.ts";

/** The files on the virtual disk through the chosen layer, or why there are none. */
export function FilesScreen() {
  const summary = useStore((state) => state.summary);
  const layer = useStore((state) => state.layer);
  if (summary === null) return null;
  if (!summary.diskReadable[layer]) return <NoDisk />;
  return <OpenFile key={summary.id} summary={summary} />;
}

function NoDisk() {
  return (
    <EmptyState
      title={WORDS.none.noDisk}
      icon={<HardDrive />}
      actions={<Button onPress={() => useStore.getState().show("disk")}>{WORDS.none.showDisk}</Button>}
    >
      {WORDS.none.noDiskMore}
    </EmptyState>
  );
}

function OpenFile({ summary }: { readonly summary: ImageSummary }) {
  const { data, error, loading } = useVolumes();
  if (error !== null)
    return (
      <div className={styles.alone}>
        <ErrorNote title={WORDS.cantLook} error={error} />
      </div>
    );
  if (data === null)
    return loading ? (
      <p role="status" className={styles.waiting}>
        {WORDS.loading}
      </p>
    ) : null;
  return <OpenDisk summary={summary} volumes={data} />;
}

function OpenDisk({ summary, volumes }: { readonly summary: ImageSummary; readonly volumes: FilesVolumes }) {
  if (volumes.volumes.length === 0)
    return (
      <EmptyState title={WORDS.none.title} icon={<FolderX />}>
        {WORDS.none.nothing}
      </EmptyState>
    );
  return <VolumeBrowser summary={summary} volumes={volumes} />;
}

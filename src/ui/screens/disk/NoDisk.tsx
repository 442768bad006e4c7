import { HardDrive } from "lucide-react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { presentFindings } from "../../../actions/engine/answers.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Disk.module.css";

/** Why there is no disk to read, and what can be done. */
export function NoDisk({ summary }: { summary: ImageSummary }) {
  const revision = useStore((state) => state.revision);
  const { data } = useQuery(() => presentFindings() ?? Promise.resolve(null), [summary.id, revision]);
  const reasons = (data ?? []).filter((finding) => finding.severity === "fatal");
  const { readAnyway } = summary;
  if (!summary.logScanned) {
    return (
      <EmptyState title="The log is being read." icon={<HardDrive />}>
        The disk can be shown once the log is read, which takes several seconds per GiB of log.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={titleOf(summary)}
      icon={<HardDrive />}
      actions={
        <>
          {readAnyway.offered && !readAnyway.active && (
            <Button variant="primary" onPress={() => void runAction("image.read-anyway")}>
              Read anyway
            </Button>
          )}
          <Button onPress={() => useStore.getState().show("structure")}>Show the structures</Button>
        </>
      }
    >
      <ul className={styles.reasons}>
        {reasons.map((finding, index) => (
          <li key={index}>{finding.message}</li>
        ))}
      </ul>
      {readAnyway.offered
        ? "Read anyway shows the bytes as they are stored, marked and read-only; whatever you export carries the warning."
        : "What is left of the file can still be looked at, byte by byte, in Structure."}
    </EmptyState>
  );
}

function titleOf(summary: ImageSummary): string {
  switch (summary.outcome) {
    case "not-vhdx":
      return "This is not a VHDX: there is no virtual disk in it.";
    case "needs-parent":
      return "The virtual disk can't be read without its parent.";
    case "unreadable":
    case "damaged":
    case "needs-replay":
    case "opens":
      return "The virtual disk can't be read.";
  }
}

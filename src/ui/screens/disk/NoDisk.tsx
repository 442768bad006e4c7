import { HardDrive } from "lucide-react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { presentFindings } from "../../../actions/engine/answers.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Disk.module.css";
import { WORDS } from "./words.ts";

/** Why there is no disk to read, and what can be done. */
export function NoDisk({ summary }: { summary: ImageSummary }) {
  const revision = useStore((state) => state.revision);
  const { data } = useQuery(() => presentFindings() ?? Promise.resolve(null), [summary.id, revision]);
  const reasons = (data ?? []).filter((finding) => finding.severity === "fatal");
  const { readAnyway } = summary;
  if (!summary.logScanned) {
    return (
      <EmptyState title={WORDS.none.reading} icon={<HardDrive />}>
        {WORDS.none.readingMore}
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
              {WORDS.none.readAnyway}
            </Button>
          )}
          <Button onPress={() => useStore.getState().show("structure")}>{WORDS.none.showStructures}</Button>
        </>
      }
    >
      <ul className={styles.reasons}>
        {reasons.map((finding, index) => (
          <li key={index}>{finding.message}</li>
        ))}
      </ul>
      {readAnyway.offered ? WORDS.none.anyway : WORDS.none.structure}
    </EmptyState>
  );
}

function titleOf(summary: ImageSummary): string {
  switch (summary.outcome) {
    case "not-vhdx":
      return WORDS.none.notVhdx;
    case "needs-parent":
      return WORDS.none.needsParent;
    case "unreadable":
    case "damaged":
    case "needs-replay":
    case "opens":
      return WORDS.none.unreadable;
  }
}

import { OPENING } from "../../../actions/files/open.ts";
import { cancelJob } from "../../../actions/engine/run-job.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button } from "../../parts/Button.tsx";
import { useLate } from "../../hooks/use-late.ts";
import styles from "./Start.module.css";

/** What can be dropped here. While a file is being opened: its name and, where that takes long, Cancel. */
export function Opening() {
  const isOpening = useStore((state) => state.status === "opening");
  const name = useStore((state) => state.sourceName);
  const job = useStore((state) => state.jobs.find(({ title }) => title === OPENING) ?? null);
  const late = useLate(job?.startedAt ?? null);
  const what = name === null ? "the file" : visibleText(name);
  const cancelling = job !== null && job.cancelling !== "no";
  const doing = cancelling ? "Cancelling, waiting for the current read of" : "Opening";
  return (
    <>
      <p className={styles.dropText} role="status">
        {isOpening
          ? `${doing} ${what} …`
          : "Drop .vhdx or .avhdx files, or a folder of them, anywhere on this window"}
      </p>
      {isOpening && job !== null && late && (
        <Button isDisabled={cancelling} onPress={() => void cancelJob(job.id)}>
          Cancel
        </Button>
      )}
    </>
  );
}

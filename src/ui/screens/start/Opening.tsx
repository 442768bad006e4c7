import { OPENING } from "../../../actions/files/open.ts";
import { cancelJob } from "../../../actions/engine/run-job.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button } from "../../parts/Button.tsx";
import { useLate } from "../../hooks/use-late.ts";
import styles from "./Start.module.css";
import { WORDS } from "./words.ts";

/** What can be dropped here. While a file is being opened: its name and, where that takes long, Cancel. */
export function Opening() {
  const isOpening = useStore((state) => state.status === "opening");
  const name = useStore((state) => state.sourceName);
  const job = useStore((state) => state.jobs.find(({ title }) => title === OPENING) ?? null);
  const late = useLate(job?.startedAt ?? null);
  const what = name === null ? WORDS.opening.theFile : visibleText(name);
  const cancelling = job !== null && job.cancelling !== "no";
  return (
    <>
      <p className={styles.dropText} role="status">
        {isOpening
          ? (cancelling ? WORDS.opening.cancelling : WORDS.opening.opening)(what)
          : WORDS.opening.drop}
      </p>
      {isOpening && job !== null && late && (
        <Button isDisabled={cancelling} onPress={() => void cancelJob(job.id)}>
          {WORDS.opening.cancel}
        </Button>
      )}
    </>
  );
}

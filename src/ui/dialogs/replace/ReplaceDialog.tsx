import { useState } from "react";
import { replaceOriginal, REPLACING } from "../../../actions/edit/replace.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { TextInput } from "../../parts/Input.tsx";
import { JobDialog } from "../../shell/jobs/JobDialog.tsx";
import styles from "./Replace.module.css";

/** Size in bytes above which the dialog suggests a patch, which takes seconds whatever the size. */
const LARGE = 4 * 2 ** 30;

/** Asks before the original is replaced, and blocks the page meanwhile. */
export function ReplaceDialog() {
  const replacing = useStore((state) => state.replacing);
  const setReplacing = useStore((state) => state.setReplacing);
  const summary = useStore((state) => state.summary);
  const changes = useStore((state) => state.changes);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<{ readonly message: string } | null>(null);
  if (summary === null || changes === null || replacing === "closed") return null;
  const name = visibleText(summary.name);
  const confirmed = typed.trim() === name;
  const run = () => {
    if (!confirmed) return;
    setError(null);
    // The browser asks for the permission only during the click itself: nothing may be awaited before.
    replaceOriginal().catch((thrown: unknown) => setError(toVhdxError(thrown)));
  };
  return (
    <JobDialog
      title="Replace original"
      job={REPLACING}
      running={replacing === "running"}
      open
      dismissable={false}
      onClose={() => setReplacing("closed")}
      confirm="Replace original"
      danger
      ready={confirmed}
      onConfirm={run}
    >
      <p>
        <strong className={styles.name}>{name}</strong>
        {`, ${formatBytesExactly(summary.size)}, is written over with your changes. This can't be undone here.`}
      </p>
      <ul className={styles.facts}>
        <li>
          {`The browser first copies the whole file beside the original: meanwhile that drive needs ${sizeText(changes.fileSize)} of free space.`}
        </li>
        <li>
          The swap at the end is atomic: whatever happens, the file is either as it was or as you want it.
        </li>
        <li>
          Until the swap begins, Cancel leaves the file as it was. The swap itself can&apos;t be cancelled; it
          takes several seconds per GiB.
        </li>
        <li>What was written is read back and compared.</li>
      </ul>
      {summary.size > LARGE && (
        <p>
          For a file of this size a patch is the faster way: Export patch takes seconds, and can be undone.
        </p>
      )}
      <TextInput
        label="Type the file's name to confirm"
        showLabel
        mono
        value={typed}
        placeholder={name}
        onChange={setTyped}
        onSubmit={run}
      />
      {error !== null && (
        <ErrorNote title="Not replaced." error={error} hint="Your changes are still pending." />
      )}
    </JobDialog>
  );
}

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
import { WORDS } from "./words.ts";

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
      title={WORDS.title}
      job={REPLACING}
      running={replacing === "running"}
      open
      dismissable={false}
      onClose={() => setReplacing("closed")}
      confirm={WORDS.title}
      danger
      ready={confirmed}
      onConfirm={run}
    >
      <p>
        <strong className={styles.name}>{name}</strong>
        {WORDS.means(formatBytesExactly(summary.size))}
      </p>
      <ul className={styles.facts}>
        <li>{WORDS.space(sizeText(changes.fileSize))}</li>
        <li>{WORDS.atomic}</li>
        <li>{WORDS.cancel}</li>
        <li>{WORDS.readBack}</li>
      </ul>
      {summary.size > LARGE && <p>{WORDS.patch}</p>}
      <TextInput
        label={WORDS.typeName}
        showLabel
        mono
        value={typed}
        placeholder={name}
        onChange={setTyped}
        onSubmit={run}
      />
      {error !== null && <ErrorNote title={WORDS.notReplaced} error={error} hint={WORDS.stillPending} />}
    </JobDialog>
  );
}

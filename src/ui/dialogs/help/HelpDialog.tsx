import { findHelp, HELP } from "../../../actions/help/find-help.ts";
import type { HelpEntry } from "../../../actions/help/help-entry.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { TextInput } from "../../parts/Input.tsx";
import styles from "./Help.module.css";
import { WORDS } from "./words.ts";

/** Messages that are shown open: of more, a list is easier to read. */
const OPEN = 2;

/** A sentence, with its commands as such. */
function WithCommands({ text }: { readonly text: string }) {
  return text.split(/\[\[(.*?)\]\]/).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <code key={part} className={styles.command}>
        {part}
      </code>
    ),
  );
}

function Message({ message, open }: { readonly message: HelpEntry; readonly open: boolean }) {
  const { code, name, title, means, steps } = message;
  return (
    <details open={open} className={styles.message}>
      <summary>
        <strong>{title}</strong> {code !== null && <span className={styles.code}>{code}</span>}
      </summary>
      <div className={styles.body}>
        <p>{means}</p>
        <ol>
          {steps.map((step) => (
            <li key={step}>
              <WithCommands text={step} />
            </li>
          ))}
        </ol>
        {name !== null && <p className={styles.code}>{name}</p>}
      </div>
    </details>
  );
}

/** What an error message means, by its code or its words. */
export function HelpDialog() {
  const query = useStore((state) => state.help) ?? "";
  const setQuery = useStore((state) => state.setHelp);
  const found = query.trim() === "" ? HELP : findHelp(query);
  const close = () => setQuery(null);
  return (
    <Dialog
      title={WORDS.title}
      wide
      open
      onClose={close}
      actions={<Button onPress={close}>{WORDS.close}</Button>}
    >
      <p>{WORDS.what}</p>
      <div className={styles.search}>
        <TextInput label={WORDS.message} value={query} placeholder={WORDS.example} onChange={setQuery} />
      </div>
      <p role="status" className={styles.count}>
        {found.length === 0 ? WORDS.none : WORDS.count(found.length)}
      </p>
      <div role="list" aria-label={WORDS.messages} className={styles.list}>
        {found.map((message) => (
          // A new search shows its results as they should be, whatever was unfolded before.
          <div key={`${message.title} ${found.length <= OPEN}`} role="listitem">
            <Message message={message} open={found.length <= OPEN} />
          </div>
        ))}
      </div>
    </Dialog>
  );
}

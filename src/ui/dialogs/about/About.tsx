import { useStore } from "../../../state/store.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { PROMISES } from "../../parts/promises.ts";
import styles from "./About.module.css";
import { WORDS } from "./words.ts";

/** From package.json, filled in by the build. */
declare const __VERSION__: string;

/** Files of the build, named by scripts/build/notices-plugin.ts; the development server has neither. */
const LICENCE = "./LICENSE.txt";
const NOTICES = "./THIRD-PARTY-NOTICES.txt";

/** The texts of these files, which are in the page where it is a single file: scripts/build/single. */
function textInPage(id: "platter-licence" | "platter-notices"): string | null {
  return document.querySelector<HTMLTemplateElement>(`template#${id}`)?.content.textContent ?? null;
}

function LicenceLinks() {
  return (
    <p>
      {WORDS.licence.under}{" "}
      <a href={LICENCE} target="_blank" rel="noreferrer">
        {WORDS.licence.name}
      </a>
      {WORDS.licence.packages}{" "}
      <a href={NOTICES} target="_blank" rel="noreferrer">
        {WORDS.licence.notices}
      </a>
      .
    </p>
  );
}

function LicenceTexts({ licence, notices }: { readonly licence: string; readonly notices: string }) {
  return (
    <>
      <p>{WORDS.licence.inPage}</p>
      {(
        [
          [WORDS.licence.name, licence],
          [WORDS.licence.noticesTitle, notices],
        ] as const
      ).map(([title, text]) => (
        <details key={title}>
          <summary>{title}</summary>
          <pre className={styles.text}>{text}</pre>
        </details>
      ))}
    </>
  );
}

/** How to check that a single file is the one that was published. The file can't hold its own hash. */
function CheckFile() {
  return (
    <p>
      {WORDS.single.compare} <code>{WORDS.single.getFileHash}</code>
      {` ${WORDS.single.powerShell} `}
      <code>{WORDS.single.sha256sum}</code>
      {` ${WORDS.single.elsewhere}`}
    </p>
  );
}

/** Which version this is, what it promises, and under which licences it and its packages are. */
export function About() {
  const open = useStore((state) => state.aboutOpen);
  const setOpen = useStore((state) => state.setAboutOpen);
  const licence = textInPage("platter-licence");
  const notices = textInPage("platter-notices");
  return (
    <Dialog title={WORDS.title} open={open} onClose={() => setOpen(false)}>
      <p>{WORDS.version(__VERSION__)}</p>
      <ul className={styles.promises}>
        {PROMISES.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong> {text}
          </li>
        ))}
      </ul>
      {licence === null || notices === null ? (
        <LicenceLinks />
      ) : (
        <>
          <CheckFile />
          <LicenceTexts licence={licence} notices={notices} />
        </>
      )}
    </Dialog>
  );
}

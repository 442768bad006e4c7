import { useStore } from "../../../state/store.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { PROMISES } from "../../parts/promises.ts";
import styles from "./About.module.css";

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
      {"Platter is free software under the "}
      <a href={LICENCE} target="_blank" rel="noreferrer">
        MIT licence
      </a>
      {". The packages in it have their own licences: see the "}
      <a href={NOTICES} target="_blank" rel="noreferrer">
        third-party notices
      </a>
      .
    </p>
  );
}

function LicenceTexts({ licence, notices }: { readonly licence: string; readonly notices: string }) {
  return (
    <>
      <p>
        Platter is free software under the MIT licence. The packages in it have their own licences: see the
        third-party notices.
      </p>
      {Object.entries({ "MIT licence": licence, "Third-party notices": notices }).map(([title, text]) => (
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
      {
        "This page is a single file. To check it, compare its SHA-256 with the one published with this version: "
      }
      <code>Get-FileHash platter.html</code>
      {" in PowerShell, "}
      <code>sha256sum platter.html</code>
      {" elsewhere."}
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
    <Dialog title="About Platter" open={open} onClose={() => setOpen(false)}>
      <p>{`Platter ${__VERSION__}, a VHDX inspector and editor that runs in a browser tab.`}</p>
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

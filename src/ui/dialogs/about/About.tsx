import { useStore } from "../../../state/store.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { PROMISES } from "../../parts/promises.ts";
import styles from "./About.module.css";

/** From package.json, filled in by the build. */
declare const __VERSION__: string;

/** Files of the build, named by scripts/build/notices-plugin.ts; the development server has neither. */
const LICENCE = "./LICENSE.txt";
const NOTICES = "./THIRD-PARTY-NOTICES.txt";

/** Which version this is, what it promises, and under which licences it and its packages are. */
export function About() {
  const open = useStore((state) => state.aboutOpen);
  const setOpen = useStore((state) => state.setAboutOpen);
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
    </Dialog>
  );
}

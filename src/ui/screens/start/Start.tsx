import { Archive, CircleQuestionMark, EyeClosed, FolderOpen, Folders, HardDrive, Info } from "lucide-react";
import { useEffect } from "react";
import { FIRST_SAMPLE, SAMPLES } from "../../../actions/commands/file-actions.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { closeImage, retry } from "../../../actions/files/shown.ts";
import { lookForWorkingDisks } from "../../../actions/files/working-disks.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Kbd } from "../../parts/Kbd.tsx";
import { MenuButton } from "../../parts/Menu.tsx";
import { PROMISES } from "../../parts/promises.ts";
import { Brand } from "../../shell/Brand.tsx";
import { ThemeButton } from "../../shell/ThemeButton.tsx";
import { warmUp } from "../../shell/warm-up.ts";
import { Opening } from "./Opening.tsx";
import { OpenProblem } from "./OpenProblem.tsx";
import { Recent } from "./Recent.tsx";
import styles from "./Start.module.css";
import { WorkingDisks } from "./WorkingDisks.tsx";
import { WORDS } from "./words.ts";

const OTHER_SAMPLES = SAMPLES.filter(({ id }) => id !== FIRST_SAMPLE);

/** Before a file is open: ways to open one, and what the page promises. */
export function Start() {
  const status = useStore((state) => state.status);
  const error = useStore((state) => state.error);
  const name = useStore((state) => state.sourceName);
  const privateSession = useStore((state) => state.privateSession);
  // An open disk or another tab may have changed the list since the page was loaded.
  useEffect(() => void lookForWorkingDisks(), []);
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <ThemeButton />
      </div>
      <div className={styles.column}>
        <header className={styles.head}>
          <Brand size="l" />
          <div>
            <h1 className={styles.title}>{WORDS.title}</h1>
            <p className={styles.tagline}>{WORDS.tagline}</p>
          </div>
        </header>
        <div className={styles.drop} data-busy={status === "opening" || undefined}>
          <Opening />
          <div className={styles.buttons} onPointerEnter={warmUp} onFocus={warmUp}>
            <Button
              variant="primary"
              size="l"
              icon={<FolderOpen />}
              onPress={() => void runAction("file.open")}
            >
              {WORDS.openFile}
            </Button>
            <Button size="l" icon={<Folders />} onPress={() => void runAction("file.open-folder")}>
              {WORDS.openFolder}
            </Button>
            <Button size="l" icon={<HardDrive />} onPress={() => void runAction("file.new-disk")}>
              {WORDS.newDisk}
            </Button>
            <div className={styles.split}>
              <Button size="l" onPress={() => void runAction(`file.open-${FIRST_SAMPLE}`)}>
                {WORDS.openSample}
              </Button>
              <MenuButton
                label={WORDS.otherSamples}
                size="l"
                choices={OTHER_SAMPLES.map(({ id, title, detail }) => ({ id, title, detail }))}
                onChoose={(id) => void runAction(`file.open-${id}`)}
              />
            </div>
          </div>
        </div>
        {status === "failed" && error !== null && (
          <OpenProblem
            name={name ?? WORDS.opening.theFile}
            error={error}
            other={WORDS.problem.other}
            onRetry={() => void retry()}
            onDismiss={() => void closeImage()}
          />
        )}
        <WorkingDisks />
        <Recent />
        <ul className={styles.promises}>
          {PROMISES.map(({ Icon, title, text }) => (
            <li key={title} className={styles.promise}>
              <Icon aria-hidden="true" className={styles.promiseIcon} />
              <strong>{title}</strong>
              <span className={styles.promiseText}>{text}</span>
            </li>
          ))}
        </ul>
        <p className={styles.keys}>
          <Kbd keys="Ctrl+K" /> {WORDS.allCommands} <Kbd keys="?" /> {WORDS.shortcuts}
          <Button
            size="s"
            variant="quiet"
            icon={privateSession ? <EyeClosed /> : <Archive />}
            onPress={() => void runAction("kept.show")}
          >
            {privateSession ? WORDS.privateSession : WORDS.storedData}
          </Button>
          <Button
            size="s"
            variant="quiet"
            icon={<CircleQuestionMark />}
            onPress={() => void runAction("help.errors")}
          >
            {WORDS.help}
          </Button>
          <Button size="s" variant="quiet" icon={<Info />} onPress={() => void runAction("help.about")}>
            {WORDS.about}
          </Button>
        </p>
      </div>
    </main>
  );
}

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
            <h1 className={styles.title}>Platter</h1>
            <p className={styles.tagline}>
              Look into a VHDX disk, see what is wrong with it, replay its log, change what is in it.
            </p>
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
              Open file
            </Button>
            <Button size="l" icon={<Folders />} onPress={() => void runAction("file.open-folder")}>
              Open folder
            </Button>
            <Button size="l" icon={<HardDrive />} onPress={() => void runAction("file.new-disk")}>
              New disk
            </Button>
            <div className={styles.split}>
              <Button size="l" onPress={() => void runAction(`file.open-${FIRST_SAMPLE}`)}>
                Open sample
              </Button>
              <MenuButton
                label="Other samples"
                size="l"
                choices={OTHER_SAMPLES.map(({ id, title, detail }) => ({ id, title, detail }))}
                onChoose={(id) => void runAction(`file.open-${id}`)}
              />
            </div>
          </div>
        </div>
        {status === "failed" && error !== null && (
          <OpenProblem
            name={name ?? "the file"}
            error={error}
            other="Choose another file"
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
          <Kbd keys="Ctrl+K" /> all commands <Kbd keys="?" /> keyboard shortcuts
          <Button
            size="s"
            variant="quiet"
            icon={privateSession ? <EyeClosed /> : <Archive />}
            onPress={() => void runAction("kept.show")}
          >
            {privateSession ? "Private session" : "Stored data"}
          </Button>
          <Button
            size="s"
            variant="quiet"
            icon={<CircleQuestionMark />}
            onPress={() => void runAction("help.errors")}
          >
            Help
          </Button>
          <Button size="s" variant="quiet" icon={<Info />} onPress={() => void runAction("help.about")}>
            About Platter
          </Button>
        </p>
      </div>
    </main>
  );
}

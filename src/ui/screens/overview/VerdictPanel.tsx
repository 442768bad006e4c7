import { FolderOpen, Save, ScanSearch, Wrench } from "lucide-react";
import { useEffect, useRef } from "react";
import type { ImageSummary, VolumeId } from "../../../../workers/api/index.ts";
import { findAction, isAvailable, runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button } from "../../parts/Button.tsx";
import { cx } from "../../parts/cx.ts";
import { useFilesOverview, useVolumes } from "../../hooks/use-volumes.ts";
import { firstSentence } from "../../parts/first-sentence.ts";
import { useVerdict } from "../../hooks/use-layer-facts.ts";
import { SeveritySign, severityName } from "../../parts/Severity.tsx";
import { useRepairOffer } from "../../views/repair/use-repairs.ts";
import styles from "./Overview.module.css";
import { MeasureSpace, SpaceNote } from "./Space.tsx";
import { WORDS } from "./words.ts";

/** The title has the focus after a file was opened, so that the first Tab stop is what the verdict offers. */
function useFirstFocus(id: string) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever came from another screen has the focus at its tab, and keeps it.
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body)
      title.current?.focus({ preventScroll: true });
  }, [id]);
  return title;
}

/** The verdict with its light, what was not checked, and what to do next. */
export function VerdictPanel({ summary }: { readonly summary: ImageSummary }) {
  const state = useStore();
  const { verdict } = useVerdict() ?? summary;
  const { sentence, severity, unchecked, next } = verdict;
  const [head, rest] = firstSentence(sentence);
  const passable = next.some(({ action }) => action === "image.read-anyway");
  const title = useFirstFocus(summary.id);
  const offer = useRepairOffer();
  const repairable = offer !== "nothing";
  const steps = next.filter(({ action }) => {
    const known = findAction(action);
    // The dialog leads to the exports of a repaired disk.
    if (
      action === "screen.export" &&
      (offer === "saving" || (repairable && summary.outcome === "needs-replay"))
    )
      return false;
    return known !== null && action !== "image.read-anyway" && isAvailable(known, state);
  });
  const { data: volumes } = useVolumes();
  const hasFiles = volumes?.first != null;
  const systems = useFilesOverview()?.systems ?? [];
  const titleOf = (volume: VolumeId) => volumes?.volumes.find(({ id }) => id === volume)?.title ?? volume;
  const scanStopped = summary.scan === "partial" && state.jobs.length === 0;
  return (
    <section aria-labelledby="verdict-title" className={cx(styles.verdict, styles[severity])}>
      <h2 ref={title} id="verdict-title" tabIndex={-1} className="visually-hidden">
        {WORDS.verdict.titled(severityName(severity))}
      </h2>
      <SeveritySign severity={severity} size="l" decorative />
      <p role="status" aria-label={WORDS.verdict.name} className={styles.sentence}>
        <strong className={styles.head}>{head}</strong>
        {rest !== "" && ` ${rest}`}
      </p>
      <div className={styles.below}>
        {systems.map(({ volume, system }) => (
          <p key={volume} className={styles.unchecked}>
            {visibleText(WORDS.verdict.files(titleOf(volume), system.words))}
          </p>
        ))}
        {hasFiles && <SpaceNote />}
        {unchecked.length > 0 && (
          <p className={styles.unchecked}>{WORDS.verdict.unchecked(unchecked.join(" "))}</p>
        )}
        <div className={styles.next}>
          {repairable && (
            <Button
              variant="primary"
              icon={offer === "saving" ? <Save /> : <Wrench />}
              onPress={() => void runAction("edit.repair")}
            >
              {offer === "saving" ? WORDS.verdict.saveRepaired : WORDS.verdict.repair}
            </Button>
          )}
          {hasFiles && (
            <Button
              variant={repairable ? "default" : "primary"}
              icon={<FolderOpen />}
              onPress={() => void runAction("screen.files")}
            >
              {WORDS.verdict.showFiles}
            </Button>
          )}
          {steps.map(({ text, action }, at) => (
            <Button
              key={action + text}
              variant={at === 0 && !repairable && !hasFiles ? "primary" : "default"}
              onPress={() => void runAction(action)}
            >
              {text}
            </Button>
          ))}
          {passable && (
            <Button onPress={() => void runAction("image.read-anyway")}>{WORDS.verdict.readAnyway}</Button>
          )}
          {scanStopped && (
            <Button icon={<ScanSearch />} onPress={() => void runAction("file.scan")}>
              {WORDS.verdict.checkRest}
            </Button>
          )}
          {hasFiles && <MeasureSpace />}
        </div>
      </div>
    </section>
  );
}

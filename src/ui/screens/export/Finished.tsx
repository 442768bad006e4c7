import { X } from "lucide-react";
import type { ExportKind } from "../../../../workers/api/index.ts";
import type { FinishedExport } from "../../../state/exports.ts";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import { PatchCommand } from "../../views/patch-command/PatchCommand.tsx";
import { CopyButton } from "../../views/copy/CopyButton.tsx";
import styles from "./Export.module.css";
import { WORDS } from "./words.ts";

/** Exports whose digest people note down. */
const IMAGES: ReadonlySet<ExportKind> = new Set([
  "raw",
  "copy",
  "replayed-copy",
  "edited-copy",
  "flatten-dynamic",
  "flatten-fixed",
  "merge",
]);

const noDigest = ({ downloaded }: FinishedExport) => (downloaded ? WORDS.noDigestOfDownload : WORDS.noDigest);

/** Names the last exported file. */
export function Finished() {
  const finished = useStore((state) => state.finished);
  const setFinished = useStore((state) => state.setFinished);
  return (
    <div role="status" aria-label={WORDS.last}>
      {finished !== null && (
        <div className={styles.finished}>
          <SeveritySign severity="ok" size="m" decorative />
          <div className={styles.about}>
            <p className={styles.text}>
              {finished.downloaded ? WORDS.downloaded : WORDS.saved}{" "}
              <span className={styles.fileName}>{finished.fileName}</span>
              {`, ${formatBytesExactly(finished.size)}.`}
            </p>
            {finished.sha256 !== null ? (
              <p className={styles.digest}>
                {WORDS.digest} <span className={styles.hex}>{finished.sha256}</span>
                <CopyButton name={WORDS.digestOf(finished.fileName)} text={finished.sha256} />
              </p>
            ) : (
              IMAGES.has(finished.kind) && <p className={styles.facts}>{noDigest(finished)}</p>
            )}
            {finished.kind === "patch" && <PatchCommand finished={finished} />}
            {finished.changes.length > 0 && (
              <ul className={styles.changes}>
                {finished.changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </div>
          <IconButton label={WORDS.closeNote} size="s" icon={<X />} onPress={() => setFinished(null)} />
        </div>
      )}
    </div>
  );
}

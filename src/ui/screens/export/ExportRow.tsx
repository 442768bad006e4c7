import {
  Braces,
  Copy,
  Diff,
  FileArchive,
  FileText,
  HardDrive,
  History,
  Layers,
  Merge,
  Pencil,
  type LucideIcon,
} from "lucide-react";
import type { ReactNode } from "react";
import type { ExportKind } from "../../../../workers/api/index.ts";
import { EXPORT_TITLES } from "../../../actions/export/export.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { Button } from "../../parts/Button.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Export.module.css";
import { WORDS } from "./words.ts";

const ICONS: Readonly<Record<ExportKind, LucideIcon>> = {
  "report-json": Braces,
  "report-html": FileText,
  raw: HardDrive,
  "raw-packed": FileArchive,
  copy: Copy,
  "replayed-copy": History,
  "edited-copy": Pencil,
  "flatten-dynamic": Layers,
  "flatten-fixed": Layers,
  merge: Merge,
  patch: Diff,
};

export interface ExportRowProps {
  readonly kind: ExportKind;
  /** For one format of several under one button: the kind whose button and icon the row has, and the control that chooses. */
  readonly among?: { readonly like: ExportKind; readonly choice: ReactNode };
}

/** One export, with the name and size of its file. */
export function ExportRow({ kind, among }: ExportRowProps) {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const busy = useStore((state) => state.jobs.some((job) => job.title === EXPORT_TITLES[kind]));
  const { data: plan, error } = useQuery(
    id === null ? null : () => connect().exports.plan(id, layerRef({ layer, upTo }), kind),
    [id, revision, layer, upTo, kind],
  );
  const Icon = ICONS[among?.like ?? kind];
  const note = error?.message ?? plan?.note ?? null;
  const noteId = `export-note-${among?.like ?? kind}`;
  return (
    <li className={styles.row}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.about}>
        <p className={styles.text}>{WORDS.about[kind]}</p>
        {among?.choice}
        {plan?.available === true && (
          <p className={styles.facts}>
            <span className={styles.fileName}>{plan.fileName}</span>
            {plan.size !== null && <span>{formatBytesExactly(plan.size)}</span>}
            {plan.atMost !== null && (
              <span>
                {(kind === "patch" ? WORDS.atMost : WORDS.atMostData)(formatBytesExactly(plan.atMost))}
              </span>
            )}
          </p>
        )}
        {note !== null && (
          <p id={noteId} className={styles.note}>
            <SeveritySign severity={error === null ? "info" : "warning"} />
            {note}
          </p>
        )}
        {kind === "patch" && plan?.available === true && <p className={styles.facts}>{WORDS.patchGives}</p>}
        {kind !== "patch" && plan !== null && plan.changes.length > 0 && (
          <ul className={styles.changes} aria-label={WORDS.changes}>
            {plan.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
      </div>
      <Button
        className={styles.button}
        isDisabled={plan?.available !== true || busy}
        {...(note !== null && { "aria-describedby": noteId })}
        onPress={() => void runAction(`export.${kind}`)}
      >
        {EXPORT_TITLES[among?.like ?? kind]}
      </Button>
    </li>
  );
}

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

const ABOUT: Readonly<Record<ExportKind, { readonly Icon: LucideIcon; readonly text: string }>> = {
  "report-json": {
    Icon: Braces,
    text: "Every structure, the log's history, findings, hashes and bookmarks, for programs.",
  },
  "report-html": {
    Icon: FileText,
    text: "The same for people: one page that needs nothing else and prints well.",
  },
  raw: {
    Icon: HardDrive,
    text: "The virtual disk as it would be attached, sector by sector, for other tools.",
  },
  "raw-packed": {
    Icon: FileArchive,
    text: "The same without its zeros, as a zip with a script that unpacks it to a sparse raw file: small and fast where the disk is mostly empty.",
  },
  copy: {
    Icon: Copy,
    text: "The working disk's file as it is, to be used outside of the browser.",
  },
  "replayed-copy": {
    Icon: History,
    text: "A VHDX with the log applied, that opens without a replay everywhere.",
  },
  "edited-copy": {
    Icon: Pencil,
    text: "A VHDX with your changes; the log is applied first where that is needed.",
  },
  "flatten-dynamic": {
    Icon: Layers,
    text: "The chain as one new VHDX without a parent, with blocks only where there is data.",
  },
  "flatten-fixed": {
    Icon: Layers,
    text: "The chain as one new VHDX without a parent, with room for every block.",
  },
  merge: {
    Icon: Merge,
    text: "This disk and its parent as one new file, which takes the parent's place in the chain. Neither of the two is written.",
  },
  patch: {
    Icon: Diff,
    text: "The changed bytes alone, with scripts that check, apply and undo them in place: small whatever the disk's size.",
  },
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
  const { Icon } = ABOUT[among?.like ?? kind];
  const { text } = ABOUT[kind];
  const note = error?.message ?? plan?.note ?? null;
  const noteId = `export-note-${among?.like ?? kind}`;
  return (
    <li className={styles.row}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.about}>
        <p className={styles.text}>{text}</p>
        {among?.choice}
        {plan?.available === true && (
          <p className={styles.facts}>
            <span className={styles.fileName}>{plan.fileName}</span>
            {plan.size !== null && <span>{formatBytesExactly(plan.size)}</span>}
            {plan.atMost !== null && (
              <span>{`at most ${formatBytesExactly(plan.atMost)}${kind === "patch" ? "" : " of data"}`}</span>
            )}
          </p>
        )}
        {note !== null && (
          <p id={noteId} className={styles.note}>
            <SeveritySign severity={error === null ? "info" : "warning"} />
            {note}
          </p>
        )}
        {kind === "patch" && plan?.available === true && (
          <p className={styles.facts}>
            Applying the patch gives the same result as the copy, headers included.
          </p>
        )}
        {kind !== "patch" && plan !== null && plan.changes.length > 0 && (
          <ul className={styles.changes} aria-label="Changes beyond the layer">
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

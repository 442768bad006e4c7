import { Diff, Pencil, Replace, type LucideIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ExportKind, ExportPlan } from "../../../../workers/api/index.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { EXPORT_TITLES, startExport } from "../../../actions/export/export.ts";
import { connect } from "../../../client/engine.ts";
import type { SaveAs } from "../../../state/exports.ts";
import { useStore } from "../../../state/store.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { Button } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { JobInDialog } from "../../shell/jobs/JobInDialog.tsx";
import { whyNotReplace } from "../replace/why-not.ts";
import styles from "./Repair.module.css";
import { WORDS } from "./words.ts";

const EDITED = { name: "edited", upTo: null } as const;
interface WayProps {
  readonly Icon: LucideIcon;
  /** What the button leads to has the same name there. */
  readonly title: string;
  readonly size: string;
  readonly children: ReactNode;
  /** Why it is not offered, as a sentence; null where it is. */
  readonly refused: string | null;
  readonly primary?: boolean;
  readonly onPress: () => void;
}

function Way({ Icon, title, size, children, refused, primary = false, onPress }: WayProps) {
  return (
    <li className={styles.way}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.about}>
        <p className={styles.wrong}>{size}</p>
        <p className={styles.note}>{refused ?? children}</p>
      </div>
      <Button
        className={styles.wayButton}
        variant={primary ? "primary" : "default"}
        isDisabled={refused !== null}
        onPress={onPress}
      >
        {title}
      </Button>
    </li>
  );
}

/** The plan of an export of the edited disk; null until it is known. */
function useExportPlan(kind: ExportKind): ExportPlan | null {
  const id = useStore((state) => state.summary?.id ?? null);
  const revision = useStore((state) => state.revision);
  const { data } = useQuery(id === null ? null : () => connect().exports.plan(id, EDITED, kind), [
    id,
    revision,
    kind,
  ]);
  return data;
}

const refusedBy = (plan: ExportPlan | null): string | null =>
  plan === null ? WORDS.ways.looking : plan.available ? null : (plan.note ?? WORDS.ways.notAvailable);

export interface WaysProps {
  /** Whether nothing is left to repair: until then no way is the one to take. */
  readonly ready: boolean;
}

/** The ways to take the repaired disk, one click each. */
export function Ways({ ready }: WaysProps) {
  const summary = useStore((state) => state.summary);
  const changes = useStore((state) => state.changes);
  const saveAs = useStore((state) => state.saveAs);
  const busy = useStore((state) => state.jobs.some(({ image }) => image === state.summary?.id));
  const setReplacing = useStore((state) => state.setReplacing);
  const setOpen = useStore((state) => state.setRepairOpen);
  const patch = useExportPlan("patch");
  const copy = useExportPlan("edited-copy");
  const [error, setError] = useState<{ readonly message: string } | null>(null);
  if (summary === null || changes === null) return null;
  const run = (kind: ExportKind, to: SaveAs) => {
    setError(null);
    startExport(kind, to).catch((thrown: unknown) => setError(toVhdxError(thrown)));
  };
  const size = sizeText(changes.fileSize);
  const picks = saveAs === "pick";
  const wait = busy ? WORDS.ways.wait : null;
  return (
    <section aria-label={WORDS.ways.title} className={styles.part}>
      <h3 className={styles.heading}>{WORDS.ways.title}</h3>
      <ul className={styles.ways}>
        <Way
          Icon={Diff}
          title={EXPORT_TITLES.patch}
          size={patch?.atMost == null ? WORDS.ways.patch : WORDS.ways.patchOf(sizeText(patch.atMost))}
          refused={refusedBy(patch) ?? wait}
          primary={ready}
          onPress={() => run("patch", "download")}
        >
          {WORDS.ways.patchMeans}
        </Way>
        <Way
          Icon={Pencil}
          title={EXPORT_TITLES["edited-copy"]}
          size={WORDS.ways.copy(size)}
          refused={refusedBy(copy) ?? wait}
          onPress={() => run("edited-copy", saveAs)}
        >
          {WORDS.ways.copyNeeds(size)}
          {picks && <strong className={styles.warn}>{` ${WORDS.ways.newName}`}</strong>}
        </Way>
        <Way
          Icon={Replace}
          title={WORDS.ways.replace}
          size={WORDS.ways.original(size)}
          refused={whyNotReplace(summary) ?? wait}
          onPress={() => {
            setOpen(false);
            setReplacing("asking");
          }}
        >
          {WORDS.ways.originalNeeds(size)}
        </Way>
      </ul>
      <JobInDialog about={summary.id} />
      {error !== null && (
        <ErrorNote title={WORDS.ways.notSaved} error={error} hint={WORDS.ways.stillPending} />
      )}
    </section>
  );
}

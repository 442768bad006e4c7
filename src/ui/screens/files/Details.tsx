import { useState } from "react";
import type {
  DeletedFile,
  FilesAt,
  FilesSystem,
  FileStat,
  FilesVolume,
  ImageSummary,
} from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { connect } from "../../../client/engine.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Note } from "../../parts/Note.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { Select } from "../../parts/Select.tsx";
import { detailsOf } from "./details-of.ts";
import { FileBytes } from "./FileBytes.tsx";
import { FilePreview } from "./FilePreview.tsx";
import { FileStructures } from "./FileStructures.tsx";
import styles from "./Details.module.css";
import { PlaceStrip } from "./PlaceStrip.tsx";
import { WORDS } from "./words.ts";

export interface DetailsProps {
  readonly at: FilesAt;
  /** Names the view of the volume. */
  readonly viewKey: string;
  readonly system: FilesSystem;
  readonly volume: FilesVolume;
  /** Null for the root folder. */
  readonly chosen: BrowseStep | null;
  /** What is known of it where it was deleted. */
  readonly deleted: DeletedFile | null;
  readonly summary: ImageSummary;
}

type View = "preview" | "bytes" | "structures";

const VIEWS = [
  { value: "preview", label: WORDS.view.preview },
  { value: "bytes", label: WORDS.view.bytes },
  { value: "structures", label: WORDS.view.structures },
] as const;

/** All about the chosen file or folder: what the file system keeps about it, its content, and where it lies. */
export function Details(props: DetailsProps) {
  const { at, viewKey, system, chosen, deleted } = props;
  const node = chosen?.node ?? system.root;
  const { data, error } = useQuery(
    async () => ({ node, viewKey, stat: await connect().files.stat(at, node) }),
    [viewKey, node],
  );
  const known = data?.node === node && data.viewKey === viewKey ? data : null;
  const name = chosen === null ? WORDS.path.root : visibleText(chosen.name?.text ?? "");
  return (
    <section aria-label={WORDS.details.name} className={styles.details}>
      <h2 className={styles.title}>{name}</h2>
      {error !== null && known === null && <ErrorNote title={WORDS.details.cantStat} error={error} />}
      {deleted !== null && <Note severity="info">{WORDS.details.deletedText(deleted)}</Note>}
      {known !== null && known.stat === null && <Note severity="warning">{WORDS.details.cantStat}</Note>}
      {known?.stat != null && (
        <FileDetails key={`${viewKey} ${node}`} {...props} name={name} stat={known.stat} />
      )}
    </section>
  );
}

function FileDetails({
  at,
  viewKey,
  system,
  name,
  stat,
  summary,
}: DetailsProps & { readonly name: string; readonly stat: FileStat }) {
  const [view, setView] = useState<View>("preview");
  const [stream, setStream] = useState("");
  const size =
    stream === "" ? stat.size : (stat.streams.find((each) => each.name === stream)?.size ?? stat.size);
  const content = { at, viewKey, stat, stream: stream === "" ? null : stream, size, name };
  const hasContent = stat.kind === "file" || stream !== "";
  return (
    <>
      {stat.limit !== null && (
        <Note severity={stat.limit.kind === "damaged" ? "error" : "warning"}>
          {visibleText(stat.limit.words)}
        </Note>
      )}
      <dl className={styles.facts}>
        {detailsOf(stat, system.name).map(({ title, value }, nth) => (
          // Extended attributes can have the name of another line.
          <div key={nth} className={styles.fact}>
            <dt>{visibleText(title)}</dt>
            <dd>{visibleText(value)}</dd>
          </div>
        ))}
      </dl>
      {stat.streams.length > 0 && (
        <div className={styles.line}>
          <Select
            label={WORDS.details.streams}
            value={stream}
            options={[
              { value: "", label: WORDS.details.content },
              ...stat.streams.map(({ name: value, size: bytes }) => ({
                value,
                label: WORDS.details.stream(visibleText(value), bytes),
              })),
            ]}
            onChange={setStream}
          />
        </div>
      )}
      {(hasContent || stat.kind === "directory") && (
        <PlaceStrip {...content} key={`place ${stream}`} summary={summary} />
      )}
      <div className={styles.line}>
        <RadioBar label={WORDS.view.name} value={view} options={VIEWS} onChange={setView} />
      </div>
      <div className={styles.view} data-view={view}>
        {view === "structures" ? (
          <FileStructures at={at} viewKey={viewKey} node={stat.node} />
        ) : !hasContent ? (
          <p className={styles.muted}>
            {stat.kind === "directory" ? WORDS.preview.folder : WORDS.preview.special}
          </p>
        ) : view === "preview" ? (
          <FilePreview key={stream} {...content} />
        ) : (
          <FileBytes key={stream} {...content} />
        )}
      </div>
    </>
  );
}

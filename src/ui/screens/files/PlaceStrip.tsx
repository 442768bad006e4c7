import type { DiskPlace, ImageSummary } from "../../../../workers/api/index.ts";
import { hexText, sizeText } from "../../../../workers/shared/text.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { goToDiskOffset, goToFileOffset } from "../../../actions/place/places.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import type { ContentProps } from "./content.ts";
import styles from "./Details.module.css";
import { Link } from "./Link.tsx";
import { type PlacedRun, placedRuns, stripParts } from "./strip-runs.ts";
import { WORDS } from "./words.ts";

/** Runs that the table lists. */
const MOST_LISTED = 100;

const COLUMNS = [
  { name: WORDS.place.offset, kind: "number" },
  { name: WORDS.place.length, kind: "number" },
  { name: WORDS.place.onDisk },
  { name: WORDS.place.inFile },
] as const;

/** Where a file lies on the virtual disk and in the .vhdx; each place leads there. */
export function PlaceStrip({
  at,
  viewKey,
  stat,
  stream,
  size,
  summary,
}: ContentProps & { readonly summary: ImageSummary }) {
  const { data, error } = useQuery(
    size === 0 ? null : () => connect().files.places(at, stat.node, stream, 0, size),
    [viewKey, stat.node, stream, size],
  );
  // Not every file system keeps its folders in bytes of their own.
  if (error !== null && stat.kind === "directory") return null;
  if (error !== null) return <p className={styles.muted}>{WORDS.place.cantRead}</p>;
  if (data === null) return null;
  const runs = placedRuns(data.runs);
  const disks = runs.flatMap(({ disk }) => (disk === null ? [] : [disk]));
  const inFile = disks.flatMap(({ link, fileOffset, length }) =>
    link === 0 && fileOffset !== null ? [{ offset: fileOffset, length }] : [],
  );
  if (disks.length === 0) return <p className={styles.muted}>{WORDS.place.nowhere}</p>;
  return (
    <div className={styles.place}>
      <Strip
        name={WORDS.place.disk}
        parts={stripParts(disks, summary.image.virtualSize ?? 0)}
        first={disks[0]?.offset ?? null}
        label={WORDS.place.goDisk}
        onGo={(offset) => void goToDiskOffset(offset, 0, { screen: "disk" })}
      />
      <Strip
        name={visibleText(summary.name)}
        parts={stripParts(inFile, summary.fileSizes[at.layer.name])}
        first={inFile[0]?.offset ?? null}
        label={WORDS.place.goFile}
        onGo={(offset) => void goToFileOffset(offset, 0, { screen: "structure", jump: true })}
      />
      <details className={styles.runs}>
        <summary>
          {WORDS.place.name}: {WORDS.place.runs(runs.length)}
        </summary>
        <Table label={WORDS.place.name} columns={COLUMNS}>
          {runs.slice(0, MOST_LISTED).map((placed, index) => (
            <RunRow key={index} {...placed} />
          ))}
        </Table>
        {runs.length > MOST_LISTED && (
          <p className={styles.muted}>{WORDS.place.rest(runs.length - MOST_LISTED)}</p>
        )}
        {data.end < size && <p className={styles.muted}>{WORDS.place.more(data.end)}</p>}
      </details>
    </div>
  );
}

function Strip({
  name,
  parts,
  first,
  label,
  onGo,
}: {
  readonly name: string;
  readonly parts: ReturnType<typeof stripParts>;
  readonly first: number | null;
  readonly label: (offset: string) => string;
  readonly onGo: (offset: number) => void;
}) {
  return (
    <div className={styles.stripLine}>
      <span className={styles.stripName} title={name}>
        {name}
      </span>
      <svg className={styles.strip} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ from, share }) => (
          <rect key={from} x={from} y={0} width={Math.max(share, 1 / 256)} height={1} />
        ))}
      </svg>
      {first !== null && (
        <Link label={label(hexText(first))} onPress={() => onGo(first)}>
          {hexText(first)}
        </Link>
      )}
    </div>
  );
}

/** What stands where a run has no offset. */
function placeWords({ run, disk }: PlacedRun): string {
  if (disk === null)
    return run.kind === "zero"
      ? WORDS.place.hole
      : run.kind === "packed"
        ? WORDS.place.inside
        : (run.reason ?? WORDS.place.unreadable);
  return {
    file: "",
    zero: WORDS.place.zero,
    missing: WORDS.place.missing,
    unreadable: WORDS.place.unreadable,
  }[disk.kind];
}

function RunRow({ run, disk }: PlacedRun) {
  return (
    <Row>
      <Cell kind="number" mono>
        {hexText(run.offset)}
      </Cell>
      <Cell kind="number">{sizeText(disk?.length ?? run.length)}</Cell>
      <Cell mono>{disk === null ? placeWords({ run, disk }) : <DiskLink disk={disk} />}</Cell>
      <Cell mono>{disk === null ? "" : <FileLink run={run} disk={disk} />}</Cell>
    </Row>
  );
}

function DiskLink({ disk }: { readonly disk: DiskPlace }) {
  const text = hexText(disk.offset);
  return (
    <Link
      label={WORDS.place.goDisk(text)}
      onPress={() => void goToDiskOffset(disk.offset, disk.length, { screen: "disk" })}
    >
      {text}
    </Link>
  );
}

function FileLink({ run, disk }: { readonly run: PlacedRun["run"]; readonly disk: DiskPlace }) {
  const { fileOffset, link, fileName } = disk;
  if (fileOffset === null) return placeWords({ run, disk });
  const text = hexText(fileOffset);
  if (link > 0) return `${text} ${WORDS.place.inParent(visibleText(fileName ?? ""))}`;
  return (
    <Link
      label={WORDS.place.goFile(text)}
      onPress={() => void goToFileOffset(fileOffset, disk.length, { screen: "structure", jump: true })}
    >
      {text}
    </Link>
  );
}

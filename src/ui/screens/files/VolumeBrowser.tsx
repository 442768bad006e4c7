import { HardDrive } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { FilesAt, FilesVolume, FilesVolumes, ImageSummary } from "../../../../workers/api/index.ts";
import { openFolder, openVolume } from "../../../actions/browse/go.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { useNarrow } from "../../hooks/use-narrow.ts";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Split } from "../../parts/split/Split.tsx";
import styles from "./Files.module.css";
import { NO_BRANCHES } from "./branches.ts";
import { FolderTree } from "./FolderTree.tsx";
import { canOpen, isChosen, shownVolume } from "./shown-volume.ts";
import { SystemBrowser } from "./SystemBrowser.tsx";
import { keyOfSteps, treeLines, type TreeLine } from "./tree-rows.ts";
import { usePlace } from "./use-place.ts";
import { useFolders, useSystem } from "./use-volume.ts";
import { WORDS } from "./words.ts";

export interface VolumeBrowserProps {
  readonly summary: ImageSummary;
  readonly volumes: FilesVolumes;
}

const chosenVolume = ({ id, number }: FilesVolume) => ({ id, number });

/** The volumes in a tree, and beside it the files of the one that is shown. */
export function VolumeBrowser({ summary, volumes }: VolumeBrowserProps) {
  const browse = useStore((state) => state.browse);
  const layerName = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const setBrowse = useStore((state) => state.setBrowse);
  const narrow = useNarrow();
  const volume = shownVolume(volumes, browse.volume);
  const id = volume !== null && canOpen(volume) ? volume.id : null;
  // A place on a volume that this layer does not have is not one of the volume that is shown in its stead.
  const isSame = volume !== null && isChosen(volume, browse.volume);
  const transactions = isSame ? browse.transactions : null;
  const at = useMemo(
    (): FilesAt | null =>
      id === null
        ? null
        : { image: summary.id, layer: layerRef({ layer: layerName, upTo }), volume: id, transactions },
    [summary.id, layerName, upTo, id, transactions],
  );
  const { data, error, loading } = useSystem(at);
  // What another volume holds is not shown under this one's name.
  const shown = at === null || data?.at.volume !== at.volume ? null : data;
  const folders = useFolders(shown);
  const place = usePlace(shown);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set([""]));

  const named = browse.volume?.id === volume?.id && browse.volume?.number === volume?.number;
  useEffect(() => {
    if (volume === null || named) return;
    const elsewhere = isSame ? {} : { folder: [], chosen: null, transactions: null };
    setBrowse({ volume: chosenVolume(volume), ...elsewhere });
  }, [volume, named, isSame, setBrowse]);

  // The tree opens the way to the folder that is listed.
  const way = place === null ? null : keyOfSteps(place.folder);
  useEffect(() => {
    if (way === null) return;
    const steps = way.split(".");
    const above = steps.map((_, count) => steps.slice(0, count).join("."));
    setOpen((before) => (above.every((key) => before.has(key)) ? before : new Set([...before, ...above])));
  }, [way]);

  const lines = treeLines({
    volumes: volumes.volumes,
    shown: volume?.number ?? null,
    root: folders === null || shown === null ? null : shown.system.root,
    open,
    branches: (folder) => folders?.branches(folder) ?? NO_BRANCHES,
  });
  const select = (line: TreeLine) => {
    if (line.kind === "volume" && line.volume.id !== volume?.id) openVolume(chosenVolume(line.volume));
    else if (line.kind === "volume") openFolder([]);
    else if (line.kind === "folder") openFolder(line.steps);
    useStore.getState().setBrowseList(null);
  };
  const toggle = (line: TreeLine, opens: boolean) => {
    if (line.kind === "more" || line.expanded === null) return;
    if (line.kind === "volume" && line.volume.id !== volume?.id) {
      openVolume(chosenVolume(line.volume));
      setOpen(new Set([""]));
      return;
    }
    const key = line.kind === "volume" ? "" : line.key;
    setOpen((before) =>
      opens ? new Set([...before, key]) : new Set([...before].filter((each) => each !== key)),
    );
  };
  const selected = volume === null ? null : way === null || way === "" ? `volume ${volume.number}` : way;

  const tree = <FolderTree lines={lines} selected={selected} onSelect={select} onToggle={toggle} />;
  const right =
    volume === null ? (
      <NoSystem volumes={volumes} />
    ) : !canOpen(volume) ? (
      <NotRead volume={volume} />
    ) : error !== null && !loading ? (
      <div className={styles.alone}>
        <ErrorNote
          title={WORDS.volume.cantOpen(volume.title)}
          error={error}
          hint={volume.reading === "unknown" ? WORDS.volume.unknown : null}
        />
      </div>
    ) : shown === null || folders === null ? (
      <p role="status" className={styles.waiting}>
        {loading ? WORDS.opening : ""}
      </p>
    ) : (
      <SystemBrowser summary={summary} volume={volume} shown={shown} folders={folders} place={place} />
    );
  return (
    <div className={styles.screen}>
      <Split
        id={narrow ? "files-narrow" : "files"}
        orientation={narrow ? "vertical" : "horizontal"}
        panes={[
          {
            id: "tree",
            label: WORDS.bars.tree,
            size: narrow ? "24%" : "20%",
            min: narrow ? 66 : 160,
            content: tree,
          },
          { id: "system", label: WORDS.bars.tree, size: narrow ? "76%" : "80%", min: 240, content: right },
        ]}
      />
    </div>
  );
}

/** No volume that Platter reads: others may be known by name. */
function NoSystem({ volumes }: Pick<VolumeBrowserProps, "volumes">) {
  const isNamed = volumes.volumes.some(({ reading }) => reading === "named");
  return (
    <EmptyState title={isNamed ? WORDS.none.named : WORDS.none.title} icon={<HardDrive />}>
      {isNamed ? WORDS.none.namedMore : WORDS.none.more}
    </EmptyState>
  );
}

/** A volume whose files Platter does not read, and what reads them. */
function NotRead({ volume }: { readonly volume: FilesVolume }) {
  return (
    <EmptyState title={visibleText(WORDS.volume.notRead(volume.title, volume.words))} icon={<HardDrive />}>
      {volume.opener ?? WORDS.volume.parts}
      {volume.problems.map((problem) => (
        <p key={problem}>{visibleText(problem)}</p>
      ))}
    </EmptyState>
  );
}

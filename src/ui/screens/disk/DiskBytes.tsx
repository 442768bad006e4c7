import { useMemo } from "react";
import type { DiskExtent, ImageSummary, LayerRef, Span } from "../../../../workers/api/index.ts";
import { showOwner } from "../../../actions/browse/owner.ts";
import { goToDiskOffset, goToFileOffset } from "../../../actions/place/places.ts";
import { useStore } from "../../../state/store.ts";
import { Bookmarks } from "../../views/bookmarks/Bookmarks.tsx";
import { useBookmarks } from "../../views/bookmarks/use-bookmarks.ts";
import { EditDialogs } from "../../views/edit/EditDialogs.tsx";
import { EditStrip } from "../../views/edit/EditStrip.tsx";
import { useByteEdits } from "../../views/edit/use-byte-edits.ts";
import { HexView } from "../../views/hex/HexView.tsx";
import type { HexCommand, HexHighlight, HexSource } from "../../views/hex/types.ts";
import { useByteTools } from "../../views/hex/use-byte-tools.ts";
import { DataInspector } from "../../views/inspector/DataInspector.tsx";
import { FindBar } from "../../views/search/FindBar.tsx";
import { useFound } from "../../views/search/use-found.ts";
import { Split } from "../../parts/split/Split.tsx";
import { BlockPanel } from "./BlockPanel.tsx";
import { DiskBar } from "./DiskBar.tsx";
import styles from "./Disk.module.css";
import { useExtent } from "./use-extent.ts";
import { useJumps } from "./use-jumps.ts";
import { WORDS } from "./words.ts";

export interface DiskBytesProps {
  readonly summary: ImageSummary;
  readonly layer: LayerRef;
  readonly revision: number;
  readonly source: HexSource;
  readonly blockSize: number;
}

/** The bytes, where they come from, and what can be done with them. */
export function DiskBytes({ summary, layer, revision, source, blockSize }: DiskBytesProps) {
  const disk = useStore((state) => state.disk);
  const reveal = useStore((state) => state.reveal);
  const endian = useStore((state) => state.endian);
  const setEndian = useStore((state) => state.setEndian);
  const bookmarks = useBookmarks("disk");
  const tools = useByteTools("disk", source, disk, bookmarks.add);
  const found = useFound("disk");
  const { extent, error } = useExtent(summary.id, layer, revision, disk.offset);
  const jumps = useJumps(summary, layer, blockSize);
  const select = (span: Span) => void goToDiskOffset(span.offset, span.length);

  const edits = useByteEdits("disk", source.size, disk, select);

  const hits = found?.hits;
  const highlights = useMemo(
    (): HexHighlight[] => [
      ...bookmarks.highlights,
      ...(hits ?? []).map((offset) => ({ offset, length: found?.length ?? 0, kind: "hit" as const })),
    ],
    [bookmarks.highlights, hits, found?.length],
  );
  const ticks = highlights.flatMap(({ offset, kind }) =>
    kind === "bookmark" || kind === "hit" ? [{ offset, kind }] : [],
  );
  const commands: readonly HexCommand[] = [
    ...tools.commands,
    {
      id: "show-in-file",
      label: WORDS.showInFile,
      run: (span) => void goToDiskOffset(span.offset, span.length, { screen: "structure" }),
    },
    { id: "show-owner", label: WORDS.showOwner, run: (span) => void showOwner(span.offset) },
  ];

  return (
    <div className={styles.screen}>
      <DiskBar summary={summary} offset={disk.offset} size={source.size} jumps={jumps} edits={edits} />
      <EditDialogs edits={edits} />
      <FindBar
        space="disk"
        cursor={disk.offset}
        end={source.size}
        onGo={(offset, length) => void goToDiskOffset(offset, length, { jump: true })}
      />
      <div className={styles.body}>
        <Split
          id="disk"
          orientation="horizontal"
          panes={[
            {
              id: "bytes",
              label: WORDS.bytesWidth,
              size: "66%",
              min: 300,
              content: (
                <HexView
                  source={source}
                  aria-label={WORDS.bytes}
                  selection={disk}
                  onSelect={select}
                  highlights={highlights}
                  ticks={ticks}
                  reveal={reveal}
                  commands={commands}
                  editing={edits.editing}
                />
              ),
            },
            {
              id: "side",
              label: WORDS.bytesWidth,
              size: "34%",
              min: 240,
              content: (
                <div className={styles.side}>
                  <BlockPanel
                    extent={extent}
                    error={error}
                    offset={disk.offset}
                    blockSize={blockSize}
                    sectorSize={summary.image.logicalSectorSize}
                    onFile={(offset) => void goToFileOffset(offset, 0, { screen: "structure" })}
                  />
                  {isReadable(extent, disk.offset) && (
                    <DataInspector
                      image={summary.id}
                      layer={layer}
                      space="disk"
                      source={source}
                      selection={disk}
                      endian={endian}
                      onEndian={setEndian}
                      onSelect={select}
                    />
                  )}
                  <Bookmarks onAdd={() => bookmarks.add(disk)} onGo={bookmarks.go} fresh={bookmarks.fresh} />
                </div>
              ),
            },
          ]}
        />
      </div>
      <EditStrip edits={edits} />
    </div>
  );
}

/** Whether the bytes have values to interpret. The zeros shown for missing or unreadable bytes mean nothing. */
function isReadable(extent: DiskExtent | null, offset: number): boolean {
  if (extent === null || offset < extent.offset || offset >= extent.offset + extent.length) return true;
  return extent.source.kind === "file" || extent.source.kind === "zero";
}

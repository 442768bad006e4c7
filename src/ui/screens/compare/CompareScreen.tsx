import { useEffect, useEffectEvent, useMemo, useState } from "react";
import type { Comparison, Span } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import type { FileComparison, FilePart } from "../../../state/compare.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { useAncestors } from "../../views/chain/use-ancestors.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Split } from "../../parts/split/Split.tsx";
import { useContextual } from "../../hooks/use-contextual.ts";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Compare.module.css";
import { CompareBar } from "./CompareBar.tsx";
import { ComparePanes } from "./ComparePanes.tsx";
import { DifferencePanel } from "./DifferencePanel.tsx";
import {
  compareRequest,
  defaultSides,
  presentKind,
  type NumberedDifference,
  presentSide,
  stepDifference,
} from "./sides.ts";
import { useFilePair } from "./use-file-pair.ts";
import { usePaneViews } from "./use-pane-views.ts";
import { WORDS } from "./words.ts";

/** Two layers, the disk and one of its ancestors, the two copies of a structure, or two open files, side by side. */
export function CompareScreen() {
  const summary = useStore((state) => state.summary);
  return summary === null ? null : <Compare summary={summary} />;
}

function Compare({ summary }: { summary: NonNullable<ReturnType<typeof useStore.getState>["summary"]> }) {
  const { id } = summary;
  const revision = useStore((state) => state.revision);
  const ancestors = useAncestors();
  const wanted = presentKind(
    useStore((state) => state.compare),
    summary,
  );
  const pair = useFilePair(wanted === "files");
  const missing = (wanted === "ancestor" && ancestors.length === 0) || (wanted === "files" && pair === null);
  const kind = missing ? "layers" : wanted;
  const files = kind === "files" ? pair : null;
  const part = useStore((state) => state.filePart);
  const [chosenLink, setLink] = useState(1);
  const link = Math.min(chosenLink, Math.max(1, ancestors.length));
  const chosen = useStore((state) => state.difference);
  const setDifference = useStore((state) => state.setDifference);
  const sideA = useStore((state) => state.sideA);
  const sideB = useStore((state) => state.sideB);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const otherwise = defaultSides(layer, upTo, summary);
  const a = presentSide(sideA, otherwise.a, summary);
  const b = presentSide(sideB, otherwise.b, summary);
  const question = kind === "files" ? null : compareRequest(kind, a, b, layerRef({ layer, upTo }), link);

  const asked = files?.wanted.asked ?? JSON.stringify(question?.key);
  const query = useQuery(
    question === null
      ? null
      : async () => ({ asked, comparison: await connect().views.compare(id, question.request) }),
    [id, revision, ...(question?.key ?? [])],
  );
  // The query keeps the former answer while the next one is on its way; it must not be shown beside the bytes of other sides.
  const answered = query.data?.asked === asked ? query.data.comparison : null;
  const found = files?.found ?? null;
  const comparison: Comparison | null = found?.state === "done" ? found.comparison : answered;
  const error = found?.state === "failed" ? found.error : files === null ? query.error : null;
  const rows = useMemo(
    () =>
      (comparison?.differences ?? []).map((difference, index): NumberedDifference => ({ index, difference })),
    [comparison],
  );
  const selected = chosen?.of === asked ? chosen.index : null;
  const views = usePaneViews({
    summary,
    revision,
    kind,
    a,
    b,
    layer: layerRef({ layer, upTo }),
    ancestor: ancestors[link - 1] ?? null,
    files: files && { other: files.other, part, at: rows[selected ?? 0]?.difference ?? null },
    comparison,
  });

  const [cursor, setCursor] = useState<{ asked: string; span: Span } | null>(null);
  const [reveal, setReveal] = useState(0);

  const select = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setDifference({ of: asked, index });
    setCursor({ asked, span: { offset: row.difference.offsetA, length: row.difference.length } });
    setReveal((count) => count + 1);
  };
  const step = (by: 1 | -1) => {
    // Read from the store: a second press may come before the first one is rendered.
    const now = useStore.getState().difference;
    const next = stepDifference(rows.length, now?.of === asked ? now.index : null, by);
    if (next !== null) select(next);
  };
  /** Selects again what the URL names, or what was selected before another screen was shown. */
  const chooseAgain = useEffectEvent(() => {
    if (chosen === null || comparison === null || !summary.logScanned) return;
    if (chosen.of !== null && chosen.of !== asked) setDifference(null);
    else if (cursor?.asked !== asked) select(chosen.index);
  });
  useEffect(() => chooseAgain(), [chosen, comparison, summary.logScanned]);
  useContextual({ "next-difference": () => step(1), "previous-difference": () => step(-1) });

  const first = rows[0]?.difference;
  const selection =
    cursor?.asked === asked ? cursor.span : { offset: first?.offsetA ?? views?.a.start ?? 0, length: 0 };

  return (
    <div className={styles.screen}>
      <CompareBar
        summary={summary}
        kind={kind}
        a={a}
        b={b}
        link={link}
        onLink={setLink}
        ancestors={ancestors}
        canCompareFiles={pair !== null}
        files={files}
      />
      {error !== null ? (
        <ErrorNote title={WORDS.cantCompare} error={error} />
      ) : (
        <Split
          id="compare"
          orientation="vertical"
          panes={[
            {
              id: "differences",
              label: WORDS.differencesHeight,
              size: "38%",
              content: (
                <DifferencePanel
                  comparison={comparison}
                  rows={rows}
                  selected={selected}
                  aligned={comparison?.space === "disk" || kind === "layers"}
                  space={comparison?.space ?? "file"}
                  empty={emptyText(
                    comparison,
                    files === null ? null : part,
                    found,
                    kind === "layers" ? summary.layers.replayed.note : null,
                  )}
                  reveal={reveal}
                  onSelect={select}
                  onStep={step}
                />
              ),
            },
            {
              id: "bytes",
              label: WORDS.bytesHeight,
              content:
                views === null ? null : (
                  <ComparePanes
                    revision={revision}
                    a={views.a}
                    b={views.b}
                    differences={comparison?.differences ?? NONE}
                    selection={selection}
                    reveal={reveal}
                    onSelect={(span) => setCursor({ asked, span })}
                  />
                ),
            },
          ]}
        />
      )}
    </div>
  );
}

const NONE: readonly never[] = [];

/** What the empty list says. */
function emptyText(
  comparison: Comparison | null,
  part: FilePart | null,
  found: FileComparison | null,
  note: string | null,
): string {
  if (comparison !== null) return part === null ? `${WORDS.same} ${note ?? ""}` : WORDS.samePart[part];
  if (part === null || found?.state === "running") return "";
  return part === "disks" ? WORDS.notYet : WORDS.notCompared;
}

import { useEffect, useEffectEvent, useMemo, useState } from "react";
import type { Comparison, CompareRequest, Span } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { linkName } from "../../views/chain/owner-links.ts";
import { useAncestors } from "../../views/chain/use-ancestors.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { Select } from "../../parts/Select.tsx";
import { Split } from "../../parts/split/Split.tsx";
import { useContextual } from "../../hooks/use-contextual.ts";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Compare.module.css";
import { ComparePanes } from "./ComparePanes.tsx";
import { DifferencePanel } from "./DifferencePanel.tsx";
import { SidePicker } from "./SidePicker.tsx";
import {
  compareRequest,
  defaultSides,
  presentKind,
  type NumberedDifference,
  presentSide,
  stepDifference,
} from "./sides.ts";
import { usePaneViews } from "./use-pane-views.ts";

const KINDS: readonly {
  readonly value: CompareRequest["kind"];
  readonly label: string;
}[] = [
  { value: "layers", label: "Layers" },
  { value: "headers", label: "Header 1 and 2" },
  { value: "region-tables", label: "Region table 1 and 2" },
];
const KINDS_WITH_PARENT = [...KINDS, { value: "ancestor", label: "Parent" }] as const;

/** Two layers, the disk and one of its ancestors, or the two copies of a structure, side by side. */
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
  const kind = wanted === "ancestor" && ancestors.length === 0 ? "layers" : wanted;
  const [chosenLink, setLink] = useState(1);
  const link = Math.min(chosenLink, Math.max(1, ancestors.length));
  const setCompare = useStore((state) => state.setCompare);
  const setSide = useStore((state) => state.setSide);
  const chosen = useStore((state) => state.difference);
  const setDifference = useStore((state) => state.setDifference);
  const sideA = useStore((state) => state.sideA);
  const sideB = useStore((state) => state.sideB);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const otherwise = defaultSides(layer, upTo, summary);
  const a = presentSide(sideA, otherwise.a, summary);
  const b = presentSide(sideB, otherwise.b, summary);
  const { request, key } = compareRequest(kind, a, b, layerRef({ layer, upTo }), link);

  const asked = JSON.stringify(key);
  const { data: answer, error } = useQuery(
    async () => ({ asked, comparison: await connect().views.compare(id, request) }),
    [id, revision, ...key],
  );
  // The query keeps the former answer while the next one is on its way; it must not be shown beside the bytes of other sides.
  const comparison: Comparison | null = answer?.asked === asked ? answer.comparison : null;
  const rows = useMemo(
    () =>
      (comparison?.differences ?? []).map((difference, index): NumberedDifference => ({ index, difference })),
    [comparison],
  );
  const views = usePaneViews({
    summary,
    revision,
    kind,
    a,
    b,
    layer: layerRef({ layer, upTo }),
    ancestor: ancestors[link - 1] ?? null,
    comparison,
  });

  const [cursor, setCursor] = useState<{ asked: string; span: Span } | null>(null);
  const [reveal, setReveal] = useState(0);
  const selected = chosen?.of === asked ? chosen.index : null;

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
      <div className={styles.top}>
        <RadioBar
          label="Compare"
          value={kind}
          options={ancestors.length > 0 ? KINDS_WITH_PARENT : KINDS}
          onChange={setCompare}
        />
        {kind === "ancestor" && (
          <>
            <Select
              label="Ancestor"
              value={String(link)}
              options={ancestors.map(({ name }, at) => ({
                value: String(at + 1),
                label: `${visibleText(name)}, ${linkName(at + 1)}`,
              }))}
              onChange={(value) => setLink(Number(value))}
            />
            <span className={styles.question}>What did this checkpoint change?</span>
          </>
        )}
        {kind === "layers" && (
          <>
            <SidePicker
              label="Side A"
              side={a}
              summary={summary}
              onChange={(side) => setSide("sideA", side)}
            />
            <SidePicker
              label="Side B"
              side={b}
              summary={summary}
              onChange={(side) => setSide("sideB", side)}
            />
          </>
        )}
      </div>
      {error !== null ? (
        <ErrorNote title="Can't compare." error={error} />
      ) : (
        <Split
          id="compare"
          orientation="vertical"
          panes={[
            {
              id: "differences",
              label: "Height of the differences",
              size: "38%",
              content: (
                <DifferencePanel
                  comparison={comparison}
                  rows={rows}
                  selected={selected}
                  aligned={kind === "layers" || kind === "ancestor"}
                  space={comparison?.space ?? "file"}
                  note={kind === "layers" ? summary.layers.replayed.note : null}
                  reveal={reveal}
                  onSelect={select}
                  onStep={step}
                />
              ),
            },
            {
              id: "bytes",
              label: "Height of the bytes",
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

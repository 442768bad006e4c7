import { ownerToken } from "../../views/chain/owner-links.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Legend, LegendHint, LegendRow } from "./Legend.tsx";
import styles from "./Map.module.css";
import { ownerGlyph, type OwnerPart, ownerSummary, shareText } from "./owner.ts";
import { WORDS } from "./words.ts";

export interface OwnerLegendProps {
  /** Of the whole disk; null until they are counted. */
  readonly parts: readonly OwnerPart[] | null;
}

/** Which file each colour and number stands for, and how much of the disk is read from it. */
export function OwnerLegend({ parts }: OwnerLegendProps) {
  const total = parts?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const shown = parts?.filter(({ owner, bytes }) => bytes > 0 || typeof owner === "object") ?? [];
  return (
    <Legend
      summary={parts === null ? "" : ownerSummary(parts)}
      name={WORDS.owner.name}
      columns={WORDS.owner.columns}
      rows={shown.map((part) => (
        <LegendRow
          key={part.name + ownerGlyph(part)}
          meaning={part.meaning}
          swatch={<OwnerSwatch part={part} />}
          name={
            <span className={styles.owner}>
              <bdi>{part.name}</bdi>
              <span className={styles.ownerMeaning}>{part.meaning}</span>
            </span>
          }
          amounts={[shareText(part.bytes, total), sizeText(part.bytes)]}
        />
      ))}
    >
      <LegendHint>{parts === null ? WORDS.owner.finding : WORDS.owner.total(sizeText(total))}</LegendHint>
    </Legend>
  );
}

/** A small cell with its number, as a sample. */
function OwnerSwatch({ part }: { readonly part: OwnerPart }) {
  const { owner } = part;
  const token =
    typeof owner === "object"
      ? ownerToken(owner.link)
      : owner === "unreadable"
        ? "--invalid"
        : owner === "zero"
          ? "--owner-zero"
          : "--owner-missing";
  return (
    <span
      aria-hidden="true"
      className={styles.ownerSwatch}
      data-plain={owner === "missing" || undefined}
      style={{ background: `var(${token})` }}
    >
      {ownerGlyph(part)}
    </span>
  );
}

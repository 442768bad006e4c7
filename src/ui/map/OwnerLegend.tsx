import { ownerToken } from "../chain/owner-links.ts";
import { formatBytes } from "../parts/format.ts";
import styles from "./Map.module.css";
import { ownerGlyph, type OwnerPart, ownerSummary, shareText } from "./owner.ts";

export interface OwnerLegendProps {
  /** Of the whole disk; null until they are counted. */
  readonly parts: readonly OwnerPart[] | null;
}

/** Which file each colour and number stands for, and how much of the disk it decides on. */
export function OwnerLegend({ parts }: OwnerLegendProps) {
  const total = parts?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const shown = parts?.filter(({ owner, bytes }) => bytes > 0 || typeof owner === "object") ?? [];
  return (
    <aside className={styles.legend} aria-label="Legend of the disk map">
      <p className="visually-hidden">{parts === null ? "" : ownerSummary(parts)}</p>
      <table aria-label="Bytes by owner" className={styles.legendTable}>
        <thead>
          <tr>
            <th scope="col">Owner</th>
            <th scope="col">Share</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((part) => (
            <tr key={part.name + ownerGlyph(part)}>
              <th scope="row" title={part.meaning}>
                <OwnerSwatch part={part} />
                <span className={styles.owner}>
                  <bdi>{part.name}</bdi>
                  <span className={styles.ownerMeaning}>{part.meaning}</span>
                </span>
              </th>
              <td>{shareText(part.bytes, total)}</td>
              <td>{formatBytes(part.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {parts === null ? (
        <p className={styles.hint}>Looking whose the blocks are …</p>
      ) : (
        <p className={styles.hint}>
          {`Of ${formatBytes(total)}. A file owns a sector when what the disk reads there is stored in it.`}
        </p>
      )}
    </aside>
  );
}

/** A cell in small, with its number. */
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

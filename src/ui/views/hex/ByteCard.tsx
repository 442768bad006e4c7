import { formatOffset } from "../../parts/format.ts";
import styles from "./ByteCard.module.css";
import type { ByteName } from "./types.ts";
import type { PointIn } from "./use-byte-card.ts";
import { WORDS } from "./words.ts";

/** Distance from the pointer, px. */
const BESIDE = 14;

export interface ByteCardProps {
  readonly offset: number;
  /** Null where only the label is known so far. */
  readonly name: ByteName | null;
  /** Name of the field, where a highlight has it. */
  readonly label: string | null;
  /** The pointer, or the half of the view whose corner takes the card. */
  readonly at: PointIn | "upper" | "lower";
}

/** What the byte under the pointer or the cursor belongs to. Screen readers hear of it at the cursor's cell instead. */
export function ByteCard({ offset, name, label, at }: ByteCardProps) {
  const title = name?.title ?? label;
  if (title === null) return null;
  const beside =
    typeof at === "string"
      ? { right: 2 * BESIDE, ...(at === "upper" ? { top: 2 * BESIDE } : { bottom: BESIDE }) }
      : {
          ...(at.x < at.width / 2 ? { left: at.x + BESIDE } : { right: at.width - at.x + BESIDE }),
          ...(at.y < at.height / 2 ? { top: at.y + BESIDE } : { bottom: at.height - at.y + BESIDE }),
        };
  return (
    <div aria-hidden="true" className={styles.card} style={beside}>
      <strong className={styles.title}>{title}</strong>
      {name?.value != null && <span className={styles.value}>{name.value}</span>}
      <span className={styles.where}>
        {name === null || name.span.length === 1
          ? formatOffset(offset)
          : `${formatOffset(offset)}, ${WORDS.byteOf(offset - name.span.offset + 1, name.span.length)}`}
        {name?.inside != null && `, ${name.inside}`}
      </span>
    </div>
  );
}

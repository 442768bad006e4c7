import type { Area } from "./grid.ts";
import styles from "./Map.module.css";

export interface CardRow {
  readonly name: string;
  readonly value: string;
  readonly tone?: "replay" | "invalid" | undefined;
}

export interface CardContent {
  readonly title: string;
  readonly rows: readonly CardRow[];
}

export interface MapCardProps {
  readonly content: CardContent;
  /** The cell or piece that the card describes, in pixels of the area. */
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly area: Area;
}

/** Describes what is under the pointer or the cursor. Hidden from screen readers, which get `cardText` instead. */
export function MapCard({ content, at, area }: MapCardProps) {
  const left = at.x + at.width / 2 < area.width / 2;
  const upper = at.y + at.height / 2 < area.height / 2;
  return (
    <div
      aria-hidden="true"
      className={styles.card}
      style={{
        ...(left
          ? { left: Math.max(0, at.x + at.width + 6) }
          : { right: Math.max(0, area.width - at.x + 6) }),
        ...(upper ? { top: Math.max(0, at.y) } : { bottom: Math.max(0, area.height - at.y - at.height) }),
      }}
    >
      <strong>{content.title}</strong>
      <dl>
        {content.rows.map((row) => (
          <div key={row.name}>
            <dt>{row.name}</dt>
            <dd data-tone={row.tone}>{row.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A card as a sentence. */
export function cardText({ title, rows }: CardContent): string {
  return [title, ...rows.map((row) => `${row.name}: ${row.value}`)].join(". ");
}

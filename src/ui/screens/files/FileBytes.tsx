import { useMemo, useState } from "react";
import type { Span } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { HexView } from "../../views/hex/HexView.tsx";
import type { HexSource } from "../../views/hex/types.ts";
import type { ContentProps } from "./content.ts";
import styles from "./Details.module.css";
import { WORDS } from "./words.ts";

/** The content of a file in hex. */
export function FileBytes({ at, viewKey, stat, stream, size }: ContentProps) {
  const [selection, setSelection] = useState<Span>({ offset: 0, length: 0 });
  const { node } = stat;
  const source = useMemo(
    (): HexSource => ({
      key: `content ${viewKey} ${node} ${stream ?? ""}`,
      size,
      read: async (offset, length) => {
        const { bytes, unreadable } = await connect().files.read(at, node, stream, offset, length);
        return { bytes, marks: unreadable.map((run) => ({ ...run, kind: "unreadable" as const })) };
      },
    }),
    // The key says which view of the volume `at` is.
    // oxlint-disable-next-line react/exhaustive-deps
    [viewKey, node, stream, size],
  );
  if (size === 0) return <p className={styles.muted}>{WORDS.preview.empty}</p>;
  return (
    <div className={styles.hex}>
      <HexView source={source} aria-label={WORDS.bytes} selection={selection} onSelect={setSelection} />
    </div>
  );
}

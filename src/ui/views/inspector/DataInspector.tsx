import type { ImageId, LayerRef, Span } from "../../../../workers/api/index.ts";
import type { Endian } from "../../../state/bytes-view.ts";
import { readSpan } from "../hex/read-span.ts";
import type { HexSource } from "../hex/types.ts";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./DataInspector.module.css";
import { INSPECTED, readings } from "./decode.ts";
import { CHECKSUM_LIMIT, useChecksum } from "./use-checksum.ts";
import { WORDS } from "./words.ts";

export interface DataInspectorProps {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly space: "file" | "disk";
  readonly source: HexSource;
  /** Selected bytes; the readings start at the first. */
  readonly selection: Span;
  readonly endian: Endian;
  readonly onEndian: (endian: Endian) => void;
  /** Selects the bytes of a reading. */
  readonly onSelect: (span: Span) => void;
}

/** The bytes at the cursor as numbers, GUID, text and time, and the checksum of the selection. */
export function DataInspector(props: DataInspectorProps) {
  const { image, layer, space, source, endian, onEndian, onSelect } = props;
  const { offset } = props.selection;
  // A structure of a truncated file may reach past its end.
  const selection = { offset, length: Math.max(0, Math.min(props.selection.length, source.size - offset)) };
  const { data, error } = useQuery(async () => {
    const bytes = await readSpan(source, { offset, length: INSPECTED });
    return { offset, bytes };
  }, [source.key, offset]);
  const checksum = useChecksum(image, layer, space, selection, source.key);
  // If this place can't be read, the bytes of the former cursor must not be shown instead.
  const known = error === null ? data : null;
  const shown = readings(known?.bytes ?? new Uint8Array(0), endian);

  return (
    <section aria-label={WORDS.inspector} className={styles.panel}>
      <header className={styles.head}>
        <h2 className={styles.title}>{WORDS.heading}</h2>
        <RadioBar
          label={WORDS.byteOrder}
          value={endian}
          onChange={onEndian}
          options={[
            { value: "little", label: WORDS.little },
            { value: "big", label: WORDS.big },
          ]}
        />
      </header>
      <div className={styles.body} data-stale={(known !== null && known.offset !== offset) || undefined}>
        <table aria-label={WORDS.inspector} className={styles.table}>
          <tbody>
            {shown.map((reading) => (
              <tr key={reading.name}>
                <th scope="row">
                  {reading.length > 0 && reading.value !== null ? (
                    <button
                      type="button"
                      className={styles.name}
                      title={WORDS.select(sizeText(reading.length))}
                      onClick={() => onSelect({ offset, length: reading.length })}
                    >
                      {reading.name}
                    </button>
                  ) : (
                    reading.name
                  )}
                </th>
                <td className={styles.value} data-none={reading.value === null || undefined}>
                  {reading.value ?? "—"}
                  {reading.also !== undefined && <span className={styles.also}>{reading.also}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className={styles.foot}>
        <div>
          <dt>{WORDS.selected}</dt>
          <dd>{selection.length === 0 ? "—" : sizeText(selection.length)}</dd>
        </div>
        <div>
          <dt>{WORDS.checksum}</dt>
          <dd className={styles.value} data-none={checksum.data === null || undefined}>
            {selection.length === 0 && "—"}
            {selection.length > CHECKSUM_LIMIT && WORDS.checksumOfAtMost(sizeText(CHECKSUM_LIMIT))}
            {checksum.data !== null && `0x${checksum.data.toString(16).padStart(8, "0")}`}
            {checksum.error?.message}
          </dd>
        </div>
      </dl>
    </section>
  );
}

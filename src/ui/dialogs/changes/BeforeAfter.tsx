import type { Change, FieldList, LayerRef } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { ByteDiff } from "../../screens/log/ByteDiff.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { layerName } from "../../parts/Layer.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Changes.module.css";
import { WORDS } from "./words.ts";

/** Bytes shown at most; Compare shows all. */
const SHOWN = 1024;
const EDITED: LayerRef = { name: "edited", upTo: null };

type Answer =
  | { readonly kind: "bytes"; readonly before: Uint8Array; readonly after: Uint8Array }
  | { readonly kind: "field"; readonly before: string | null; readonly after: string | null };

const valueOf = (list: FieldList, name: string | null) =>
  list.fields.find((field) => field.name === name)?.value ?? null;

async function ask(id: string, base: LayerRef, change: Change): Promise<Answer> {
  const engine = connect();
  const { node, field, space, offset } = change;
  if (node !== null) {
    const [before, after] = await Promise.all(
      [base, EDITED].map(async (layer) => valueOf(await engine.views.fields(id, layer, node), field)),
    );
    return { kind: "field", before: before ?? null, after: after ?? null };
  }
  const length = Math.min(change.length, SHOWN);
  const [before, after] = await Promise.all(
    [base, EDITED].map(
      async (layer) =>
        (space === "disk"
          ? await engine.views.readDisk(id, layer, offset, length)
          : await engine.views.readFile(id, layer, offset, length)
        ).bytes,
    ),
  );
  return { kind: "bytes", before: before ?? new Uint8Array(), after: after ?? new Uint8Array() };
}

/** The bytes or the field value of a change, before it and after all changes. */
export function BeforeAfter({ change }: { readonly change: Change }) {
  const summary = useStore((state) => state.summary);
  const revision = useStore((state) => state.revision);
  const id = summary?.id ?? null;
  const name = summary?.defaultLayer ?? "original";
  const { data, error } = useQuery(id === null ? null : () => ask(id, { name, upTo: null }, change), [
    id,
    revision,
    name,
    change.id,
  ]);
  if (error !== null) return <ErrorNote title={WORDS.values.cantShow} error={error} />;
  if (data === null) return null;
  if (data.kind === "field") {
    if (data.before === null && data.after === null)
      return <p className={styles.text}>{WORDS.values.compare}</p>;
    return (
      <dl className={styles.values}>
        <dt>{layerName(name)}</dt>
        <dd>{data.before ?? WORDS.values.absent}</dd>
        <dt>{layerName("edited")}</dt>
        <dd>{data.after ?? WORDS.values.absent}</dd>
      </dl>
    );
  }
  return (
    <>
      <ByteDiff
        before={data.before}
        after={data.after}
        offset={change.offset}
        space={change.space}
        by="user"
      />
      {change.length > SHOWN && (
        <p className={styles.text}>{WORDS.values.first(sizeText(SHOWN), sizeText(change.length))}</p>
      )}
    </>
  );
}

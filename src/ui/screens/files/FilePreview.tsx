import { useEffect, useState } from "react";
import type { FileContentBytes } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Note } from "../../parts/Note.tsx";
import type { ContentProps } from "./content.ts";
import { FileBytes } from "./FileBytes.tsx";
import styles from "./Details.module.css";
import {
  decodeText,
  HEAD_BYTES,
  type Picture,
  PICTURE_BYTES,
  PICTURE_PIXELS,
  pictureOf,
  TEXT_BYTES,
} from "./preview.ts";
import { WORDS } from "./words.ts";

/** Bytes that the engine reads at once at most. */
const PART = 2 ** 20;

const LINES = /\r\n|[\n\r]/;

/** A file as text or as a picture. Nothing of it is run, and nothing that it names is loaded. */
export function FilePreview(props: ContentProps) {
  const { at, viewKey, stat, stream, size } = props;
  const { data, error } = useQuery(
    size === 0 ? null : () => connect().files.read(at, stat.node, stream, 0, Math.min(size, HEAD_BYTES)),
    [viewKey, stat.node, stream, size],
  );
  if (size === 0) return <p className={styles.muted}>{WORDS.preview.empty}</p>;
  if (error !== null) return <ErrorNote title={WORDS.preview.cantRead} error={error} />;
  if (data === null) return null;
  const picture = pictureOf(data.bytes);
  if (picture !== null) return <PictureView {...props} picture={picture} />;
  const head = data.bytes.subarray(0, TEXT_BYTES);
  const decoded = decodeText(head, head.length >= size);
  if (decoded === null)
    return (
      <>
        <p className={styles.muted}>{WORDS.preview.none}</p>
        <FileBytes {...props} />
      </>
    );
  return (
    <>
      <Lost bytes={lostBytes(data, TEXT_BYTES)} />
      <Text {...decoded} shown={head.length} size={size} />
    </>
  );
}

/** Bytes up to an offset that can't be read. */
const lostBytes = ({ unreadable }: FileContentBytes, end: number): number =>
  unreadable.reduce(
    (bytes, { offset, length }) => bytes + Math.max(0, Math.min(offset + length, end) - offset),
    0,
  );

function Lost({ bytes }: { readonly bytes: number }) {
  return bytes > 0 ? <Note severity="error">{WORDS.preview.unreadable(bytes)}</Note> : null;
}

function Text({
  text,
  encoding,
  shown,
  size,
}: NonNullable<ReturnType<typeof decodeText>> & {
  /** Bytes of the file that the text is of. */
  readonly shown: number;
  readonly size: number;
}) {
  const lines = text.split(LINES).map((line) => line.split("\t").map(visibleText).join("\t"));
  return (
    <>
      <p className={styles.muted}>
        {shown < size ? WORDS.preview.part(encoding, shown, size) : WORDS.preview.text(encoding)}
      </p>
      {/* A long text is scrolled with the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={WORDS.view.preview} role="region" className={styles.text}>
        {lines.join("\n")}
      </pre>
    </>
  );
}

function PictureView(props: ContentProps & { readonly picture: Picture }) {
  const { at, viewKey, stat, stream, size, name, picture } = props;
  const { type, width, height } = picture;
  const fits = size <= PICTURE_BYTES && width * height <= PICTURE_PIXELS;
  const { data, error } = useQuery(
    fits
      ? async () => {
          const parts: Uint8Array<ArrayBuffer>[] = [];
          let lost = 0;
          for (let offset = 0; offset < size; offset += PART) {
            // One after the other, so that the engine has time for others between them.
            // oxlint-disable-next-line no-await-in-loop
            const part = await connect().files.read(
              at,
              stat.node,
              stream,
              offset,
              Math.min(PART, size - offset),
            );
            parts.push(part.bytes);
            lost += lostBytes(part, size);
          }
          return { blob: new Blob(parts, { type }), lost };
        }
      : null,
    [viewKey, stat.node, stream, size],
  );
  const [url, setUrl] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (data === null) return;
    const made = URL.createObjectURL(data.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (!fits)
    return (
      <p className={styles.muted}>
        {size > PICTURE_BYTES
          ? WORDS.preview.pictureTooLarge(size)
          : WORDS.preview.tooManyPixels(width, height)}
      </p>
    );
  if (error !== null) return <ErrorNote title={WORDS.preview.cantRead} error={error} />;
  if (broken)
    return (
      <>
        <Lost bytes={data?.lost ?? 0} />
        <p className={styles.muted}>{WORDS.preview.pictureBroken}</p>
      </>
    );
  return (
    <>
      <Lost bytes={data?.lost ?? 0} />
      <p className={styles.muted}>
        {WORDS.preview.pictureSize(type.replace("image/", "").toUpperCase(), width, height)}, {sizeText(size)}
      </p>
      {url !== null && (
        <img
          src={url}
          alt={WORDS.preview.picture(name)}
          className={styles.picture}
          onError={() => setBroken(true)}
        />
      )}
    </>
  );
}

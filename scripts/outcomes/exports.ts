import { unzipSync } from "fflate";
import type { ExportKind } from "../../workers/api/index.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import type { Exporter } from "../../workers/engine/exports/exporter.ts";
import {
  merged,
  type Piece,
  pieceLength,
  readPiece,
  totalLength,
} from "../../workers/engine/exports/pieces/pieces.ts";
import { watchedJob } from "./watched-job.ts";
import type { ViewContext } from "../../workers/engine/views/context.ts";
import { EXPORT_KINDS } from "../../workers/testing/engine/export-kinds.ts";
import { BytesDigest, digestOf } from "./digest.ts";
import type { Lines } from "./lines.ts";
import { diskLine } from "./looks.ts";
import { contextsOf, exporterOf, open, type Opened } from "./opened.ts";

/** Bytes of a result that is made. */
const MOST_MADE = 80 * MIB;
const NO_DIGESTS = { digests: null, bookmarks: [] };

/** Texts for people and programs inside an archive. */
const TEXTS = /(?:^|\/)(?:README\.txt|.*\.(?:py|ps1|cmd|txt))$/i;

async function bytesOf(pieces: readonly Piece[]): Promise<Uint8Array> {
  const whole = new Uint8Array(totalLength(pieces));
  let at = 0;
  for (const piece of pieces) {
    if (piece.kind !== "zeros") whole.set(await readPiece(piece, 0, pieceLength(piece)), at);
    at += pieceLength(piece);
  }
  return whole;
}

async function digestOfPieces(pieces: readonly Piece[]): Promise<string> {
  const digest = new BytesDigest();
  let at = 0;
  for (const piece of pieces) {
    const length = pieceLength(piece);
    for (let from = 0; piece.kind !== "zeros" && from < length; from += MIB)
      digest.take(at + from, await readPiece(piece, from, Math.min(MIB, length - from)));
    at += length;
  }
  return digest.text;
}

/** The files of an archive, each with its digest. What a read-me says is for people. */
function archiveText(lines: Lines, bytes: Uint8Array): string {
  return Object.entries(unzipSync(bytes))
    .map(([name, content]) => {
      if (name.endsWith("README.txt"))
        lines.say(new TextDecoder().decode(content).replaceAll(/Platter \d\S*/g, "Platter"));
      if (TEXTS.test(name)) return name;
      const digest = new BytesDigest();
      digest.take(0, content);
      return `${name}:${content.length}:${digest.text}`;
    })
    .join(" ");
}

/** A new image, opened alone or with the parent that it has left: the disk that a guest sees. */
async function asOpened(pieces: readonly Piece[], opened: Opened): Promise<string> {
  const bytes = new MemoryStore(totalLength(pieces));
  let at = 0;
  for (const piece of pieces) {
    if (piece.kind !== "zeros") bytes.write(at, await readPiece(piece, 0, pieceLength(piece)));
    at += pieceLength(piece);
  }
  const others = opened.links.slice(1).map(({ name, file }) => ({ name, store: file }));
  const { file } = open({ name: "result", files: [{ name: opened.file.name, store: bytes }, ...others] });
  await file.image.scan(watchedJob());
  const codes = file.image.findings(file.image.best).map(({ code }) => code);
  return `${file.image.outcome} ${codes.join(",")} ${diskLine(file.image.disk(file.image.best))}`;
}

async function exportText(
  lines: Lines,
  opened: Opened,
  exporter: Exporter,
  kind: ExportKind,
): Promise<string> {
  const { available, note, fileName, size, atMost, confirm, changes } = await exporter.plan(
    kind,
    watchedJob(),
  );
  lines.say(note, fileName, confirm, ...changes);
  const plan = `${size ?? "-"} ${atMost ?? "-"}`;
  if (!available) return `none ${plan}`;
  if ((size ?? atMost ?? 0) > MOST_MADE) return `large ${plan}`;
  const pieces = [...merged(await exporter.pieces(kind, NO_DIGESTS, watchedJob()))];
  const length = totalLength(pieces);
  if (length > MOST_MADE) return `large ${plan} ${length}`;
  if (kind === "report-json" || kind === "report-html") {
    lines.say(digestOf(await bytesOf(pieces)));
    return `made ${plan}`;
  }
  if (kind === "patch" || kind === "raw-packed")
    return `made ${plan} ${archiveText(lines, await bytesOf(pieces))}`;
  const text = `made ${plan} ${length} ${await digestOfPieces(pieces)}`;
  return kind === "merge" || kind.startsWith("flatten") || kind === "replayed-copy"
    ? `${text} opened ${await asOpened(pieces, opened)}`
    : text;
}

/** What can be exported of a layer, and what the results hold. */
async function layerExports(lines: Lines, opened: Opened, context: ViewContext): Promise<void> {
  const exporter = exporterOf(opened, context);
  lines.add("exports of", context.layer.name, context.layer.upTo ?? "all");
  const none: string[] = [];
  for (const kind of EXPORT_KINDS) {
    const text = await exportText(lines, opened, exporter, kind).catch((thrown: unknown) =>
      lines.outcome(() => {
        throw thrown;
      }),
    );
    if (text === "none - -") none.push(kind);
    else lines.add(`  ${kind}`, text);
  }
  lines.add("  none of", none.join(","));
}

/** What can be exported of each layer of an image. */
export async function exportLines(lines: Lines, opened: Opened): Promise<void> {
  for (const context of contextsOf(opened)) await layerExports(lines, opened, context);
}

/** What can be exported of an image with a pending change. */
export async function editedExportLines(lines: Lines, opened: Opened): Promise<void> {
  const { edits, file } = opened.file;
  const bytes = Uint8Array.from({ length: 900 }, (_, at) => 1 + (at % 250));
  const disk = lines.outcome(() => (edits.apply({ kind: "write", space: "disk", offset: 4000, bytes }), ""));
  if (disk !== "") edits.apply({ kind: "write", space: "file", offset: Math.max(0, file.size - 900), bytes });
  await layerExports(lines, opened, edits.context);
  edits.clear();
}

import { CachedStore } from "../../workers/store/cached-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { linkImages } from "../../workers/engine/chain/link-images.ts";
import { Exporter } from "../../workers/engine/exports/exporter.ts";
import type { OpenFile } from "../../workers/engine/image/open-source.ts";
import { OpenedImage, type OpenLink } from "../../workers/engine/image/opened-image.ts";
import { makeReport } from "../../workers/engine/report/report.ts";
import { openFile } from "../../workers/testing/engine/open-file.ts";
import { type ViewContext, viewContext } from "../../workers/engine/views/context.ts";

/** A file with a name, as a user opens it. */
interface SubjectFile {
  readonly name: string;
  readonly store: ReadableStore;
}

/** What is looked at: an image, and the other files that are open with it. */
export interface Subject {
  readonly name: string;
  /** The image first. */
  readonly files: readonly [SubjectFile, ...SubjectFile[]];
  /** Parents that the user picks, by indexes of files; null for none. */
  readonly picks?: ReadonlyMap<number, number | null>;
}

/** A subject that the engine has open. */
export interface Opened {
  readonly file: OpenFile;
  /** All open files, the image first. */
  readonly links: readonly OpenLink[];
}

function openSubject({ name, store }: SubjectFile): OpenFile {
  const image = new OpenedImage(new CachedStore(store));
  return openFile({ name, file: store, metered: new MeteredStore(store), image });
}

/** Opens a subject as the session opens dropped files, and links them. */
export function open({ files: [first, ...more], picks = new Map() }: Subject): Opened {
  const file = openSubject(first);
  const links = [file, ...more.map(openSubject)].map((each, nth): OpenLink => ({
    id: `image-${nth}`,
    name: each.name,
    file: each.file,
    image: each.image,
  }));
  const decisions = [...picks].map(
    ([child, parent]) => [`image-${child}`, parent === null ? null : `image-${parent}`] as const,
  );
  linkImages(links, new Map(decisions));
  return { file, links };
}

/** The report of a layer, made at the start of 1970. */
export const reportOf = ({ file }: Opened, { image, layer }: ViewContext) =>
  makeReport(
    image,
    layer,
    {
      name: file.name,
      size: file.image.store.size,
      lastModified: 0,
      io: { reads: 0, bytesRead: 0 },
      version: "0",
      files: [],
      zeroed: [],
      changes: layer.name === "edited" ? file.edits.list().done : null,
      now: new Date(0),
    },
    { digests: null, bookmarks: [] },
  );

/** An exporter of a layer, as the session makes it. */
export const exporterOf = (opened: Opened, context: ViewContext) =>
  new Exporter(opened.file, context, () => reportOf(opened, context));

/** The layers that a user sees: as stored, replayed, and replayed in part where there are several entries. */
export function contextsOf({ file: { image } }: Opened): readonly ViewContext[] {
  const layers = new Set([image.own, image.best]);
  const count = image.canReplay ? (image.log?.active.length ?? 0) : 0;
  if (count > 1) layers.add(image.layer({ name: "replayed", upTo: Math.ceil(count / 2) }));
  return [...layers].map((layer) => viewContext(image, layer));
}

import { Edits } from "../../engine/edits/edits.ts";
import type { OpenFile } from "../../engine/image/open-source.ts";
import type { OpenedImage } from "../../engine/image/opened-image.ts";
import type { MeteredStore } from "../../store/metered-store.ts";
import type { ReadableStore } from "../../store/store.ts";

/** What the session has of a file that a test has opened, without a place in the browser. */
interface Opened {
  readonly name: string;
  readonly file: ReadableStore;
  readonly metered: MeteredStore;
  readonly image: OpenedImage;
}

/** A file as the session keeps it, with nothing pending and nothing kept. */
export const openFile = ({ name, file, metered, image }: Opened): OpenFile => ({
  source: { kind: "file", file: new File([], name) },
  name,
  lastModified: 0,
  file,
  metered,
  image,
  edits: new Edits(image),
  kept: [],
  keepProblem: null,
  notes: { bookmarks: [], digests: null },
  notesLost: null,
  notesProblem: null,
  working: null,
});

import type { ImageId, LayerRef } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import { EditKeeper } from "../edits/kept-edits.ts";
import { Jobs } from "../jobs.ts";
import type { OpenFile } from "../open-source.ts";
import { type ViewContext, viewContext } from "../views/context.ts";

/** The files that the page has open, and the jobs that run on them. */
export class OpenFiles {
  readonly jobs = new Jobs();
  readonly keeper = new EditKeeper();
  readonly #files = new Map<ImageId, OpenFile>();
  #opened = 0;

  add(file: OpenFile): ImageId {
    this.#opened += 1;
    const id = `image-${this.#opened}`;
    this.#files.set(id, file);
    return id;
  }

  /** @throws VhdxError `misuse` where no such image is open. */
  get(id: ImageId): OpenFile {
    const file = this.#files.get(id);
    if (file === undefined) throw new VhdxError("misuse", "That image is not open.");
    return file;
  }

  get ids(): readonly ImageId[] {
    return [...this.#files.keys()];
  }

  replace(id: ImageId, file: OpenFile): void {
    this.#files.set(id, file);
  }

  close(id: ImageId): void {
    this.#files.get(id)?.working?.store.close();
    this.#files.delete(id);
  }

  /** @throws VhdxError `misuse`; `not-available` where the image has no such layer. */
  context(id: ImageId, ref: LayerRef): ViewContext {
    const { image, edits } = this.get(id);
    return ref.name === "edited" && !edits.isEmpty ? edits.context : viewContext(image, image.layer(ref));
  }
}

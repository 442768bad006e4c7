import type { Destination, ImageId, ImageSource, LayerRef } from "../../api/index.ts";
import { linkImages } from "../chain/link-images.ts";
import type { OpenLink } from "../image/opened-image.ts";
import { VhdxError } from "../../shared/error.ts";
import { BlobStore } from "../../store/blob-store.ts";
import { isSource } from "../exports/deliver/deliver.ts";
import { EditKeeper } from "../edits/kept-edits.ts";
import { type JobContext, Jobs, UNATTENDED } from "../jobs/jobs.ts";
import { type OpenFile, openSource, type StoreOf } from "../image/open-source.ts";
import { type ViewContext, viewContext } from "../views/context.ts";

/** The files that the page has open, and the jobs that run on them. */
export class OpenFiles {
  readonly jobs = new Jobs();
  readonly keeper = new EditKeeper();
  readonly #files = new Map<ImageId, OpenFile>();
  /** Parents that the user chose, or (null) took away. */
  readonly #decisions = new Map<ImageId, ImageId | null>();
  #opened = 0;
  readonly #storeOf: StoreOf;

  constructor(storeOf: StoreOf = (file) => new BlobStore(file)) {
    this.#storeOf = storeOf;
  }

  /**
   * Opens a file without adding it.
   *
   * @throws VhdxError as `openSource`.
   */
  open(source: ImageSource, job: JobContext = UNATTENDED): Promise<OpenFile> {
    return openSource(source, this.#storeOf, job);
  }

  /** The same, with what was kept of its changes. */
  async openWithKept(source: ImageSource, job: JobContext = UNATTENDED): Promise<OpenFile> {
    const opened = await this.open(source, job);
    if (opened.working !== null) return opened;
    const { actions, problem } = await this.keeper.load(opened.image.store);
    return { ...opened, kept: actions, keepProblem: problem };
  }

  add(file: OpenFile): ImageId {
    this.#opened += 1;
    const id = `image-${this.#opened}`;
    this.#files.set(id, file);
    this.#link();
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
    this.#link();
  }

  close(id: ImageId): void {
    this.#files.get(id)?.working?.store.close();
    this.#files.delete(id);
    this.#decisions.delete(id);
    this.#link();
  }

  /** All open files as links of chains, in the order in which they were opened. */
  get links(): readonly OpenLink[] {
    return [...this.#files].map(([id, { name, file, image }]) => ({ id, name, file, image }));
  }

  /** Takes a file for a disk's parent, or (null) takes the parent away; undefined leaves it to the files themselves. */
  decideParent(child: ImageId, parent: ImageId | null | undefined): void {
    if (parent === undefined) this.#decisions.delete(child);
    else this.#decisions.set(child, parent);
    this.#link();
  }

  /**
   * Nothing that is open may be written over, a parent least of all: what reads through it would be lost.
   *
   * @param except an image that looks after itself
   * @throws VhdxError `misuse` where the destination is the file of an open image.
   */
  async checkDestination(to: Destination, except: ImageId | null = null): Promise<void> {
    if (to.kind === "download") return;
    for (const [id, { source, name }] of this.#files) {
      if (id === except || !(await isSource(to.handle, source))) continue;
      const sentence = `That is ${name}, which is open and never written. Choose another name or folder.`;
      throw new VhdxError("misuse", sentence, { structure: "target" });
    }
  }

  /** @throws VhdxError `not-available` where the file is an open disk's parent: its children would no longer fit. */
  checkNoParent(id: ImageId): void {
    const { image } = this.get(id);
    const child = this.links.find((each) => each.image.lineage.parent?.image === image);
    if (child === undefined) return;
    const sentence = `This disk is the parent of ${child.name}, which would no longer fit: a parent is never written. Unlink it first.`;
    throw new VhdxError("not-available", sentence, { structure: "file" });
  }

  #link(): void {
    linkImages(this.links, this.#decisions);
  }

  /** @throws VhdxError `misuse`; `not-available` where the image has no such layer. */
  context(id: ImageId, ref: LayerRef): ViewContext {
    const { image, edits } = this.get(id);
    return ref.name === "edited" && !edits.isEmpty ? edits.context : viewContext(image, image.layer(ref));
  }
}

import type { Destination, ImageId, ImageSource, LayerRef, LostNotes } from "../../api/index.ts";
import { linkImages } from "../chain/link-images.ts";
import type { OpenLink } from "../image/opened-image.ts";
import { VhdxError } from "../../shared/error.ts";
import { BlobStore } from "../../store/blob-store.ts";
import { isSource } from "../exports/deliver/deliver.ts";
import { Keeper } from "../kept/keeper.ts";
import { type JobContext, Jobs, UNATTENDED } from "../jobs/jobs.ts";
import { type OpenFile, openSource, type StoreOf } from "../image/open-source.ts";
import { type ViewContext, viewContext } from "../views/context.ts";

const OUTDATED: LostNotes = {
  why: "outdated",
  text: "The hashes of an earlier visit are left out: the file has another time stamp since, so its bytes may have changed.",
};

/** The open files, and the jobs that run on them. */
export class OpenFiles {
  readonly jobs = new Jobs();
  readonly keeper = new Keeper();
  readonly #files = new Map<ImageId, OpenFile>();
  /** Parents that the user chose; null: the user removed the parent. */
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

  /** The same, with what is stored of an earlier visit: changes, bookmarks, digests. */
  async openWithKept(source: ImageSource, job: JobContext = UNATTENDED): Promise<OpenFile> {
    const opened = await this.open(source, job);
    if (opened.working !== null) return opened;
    const { store } = opened.image;
    const edits = await this.keeper.loadEdits(store);
    const notes = await this.#loadNotes(opened);
    return { ...opened, kept: edits.value, keepProblem: edits.problem, ...notes };
  }

  async #loadNotes({ image, lastModified: now }: OpenFile): Promise<Pick<OpenFile, "notes" | "notesLost">> {
    const { value, problem } = await this.keeper.loadNotes(image.store);
    const { bookmarks, digests, lastModified: then } = value;
    // The key says nothing of the blocks, so digests are those of this file only as long as its time stamp is.
    const damaged = problem === null ? null : ({ why: "damaged", text: problem } as const);
    if (digests === null || then === now) return { notes: { bookmarks, digests }, notesLost: damaged };
    return { notes: { bookmarks, digests: null }, notesLost: damaged ?? OUTDATED };
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

  /** Sets a disk's parent, or removes it (null). undefined: the files' own GUIDs and names decide. */
  decideParent(child: ImageId, parent: ImageId | null | undefined): void {
    if (parent === undefined) this.#decisions.delete(child);
    else this.#decisions.set(child, parent);
    this.#link();
  }

  /**
   * Refuses an open file as a destination: overwriting a parent would damage its children.
   *
   * @param except an image that may be overwritten
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

  /** @throws VhdxError `not-available` where the file is an open disk's parent: a write would break its children. */
  checkNoParent(id: ImageId): void {
    const { image } = this.get(id);
    const child = this.links.find((each) => each.image.lineage.parent?.image === image);
    if (child === undefined) return;
    const sentence = `This disk is the parent of ${child.name}, and a write would break that child. Unlink it first.`;
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

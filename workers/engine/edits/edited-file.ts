import { VhdxError } from "../../shared/error.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { FileChanges } from "../../store/file-changes.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Replaced } from "../../store/replaced.ts";
import { EditedStore } from "../image/layer.ts";
import { OpenedImage } from "../image/opened-image.ts";

/** A file with the user's changes, and its image. An update after a change takes time in proportion to the change. */
export class EditedFile {
  readonly overlay: OverlayStore;
  readonly #original: OpenedImage;
  readonly #cached: CachedStore;
  readonly #layer: EditedStore;
  /** Null where it has to be opened again. */
  #image: OpenedImage | null = null;
  /** Whether all of the original's BAT had been checked when the image was opened. */
  #originalChecked = false;

  /** @param original the image without changes; what it has read is not read again. */
  constructor(original: OpenedImage) {
    this.#original = original;
    this.overlay = new OverlayStore(original.store);
    this.#cached = new CachedStore(this.overlay);
    this.#layer = new EditedStore(this.overlay, original.store.size);
  }

  /** The edited image, with its own headers, log and findings. A new object after each change. */
  get image(): OpenedImage {
    const opened = this.#image;
    const checked = this.#original.own.batChecked;
    if (opened !== null && (opened.own.batChecked || checked === this.#originalChecked)) return opened;
    const { store } = this.#original;
    const changes = {
      sizeBefore: store.size,
      runs: [...this.overlay.writtenRuns(0, store.size)],
      readBefore: store.read.bind(store),
    };
    this.#originalChecked = checked;
    return this.#open({ image: this.#original, changes });
  }

  /**
   * Runs work that writes to the file.
   *
   * @returns the bytes that the work replaced.
   * @throws whatever `work` throws; then nothing has changed.
   */
  record(work: () => void): Replaced {
    try {
      const replaced = this.overlay.record(work);
      this.#follow(replaced);
      return replaced;
    } catch (thrown) {
      // Drops what was read while the work ran.
      this.#cached.forget(0, Number.POSITIVE_INFINITY);
      this.#image?.own.structures.bat?.forget();
      throw thrown;
    }
  }

  /** Puts replaced bytes back, the last ones first. @returns the bytes that this replaced in turn. */
  putBack(replaced: readonly Replaced[]): readonly Replaced[] {
    return replaced.toReversed().map((each) => {
      const now = this.overlay.swap(each);
      this.#follow(now);
      return now;
    });
  }

  /** Updates the image. @param replaced bytes replaced by the last change */
  #follow(replaced: Replaced): void {
    const { overlay } = this;
    const sizes = [replaced.size, overlay.size] as const;
    for (const { start, end } of replaced.runs) this.#cached.forget(start, end);
    if (replaced.size !== overlay.size) this.#cached.forget(Math.min(...sizes), Math.max(...sizes));
    const before = this.#image;
    this.#image = null;
    if (before === null) return;
    const changes: FileChanges = {
      sizeBefore: replaced.size,
      runs: replaced.runs,
      readBefore: (offset, into) => overlay.readBefore(replaced, offset, into),
    };
    try {
      this.#open({ image: before, changes });
    } catch (thrown) {
      // The change stays made. The next read of the file reports the error.
      if (!(thrown instanceof VhdxError)) throw thrown;
    }
  }

  #open(earlier: ConstructorParameters<typeof OpenedImage>[2]): OpenedImage {
    this.#image = new OpenedImage(this.#cached, this.#layer, earlier);
    return this.#image;
  }
}

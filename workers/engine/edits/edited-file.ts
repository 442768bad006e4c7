import { VhdxError } from "../../shared/error.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { FileChanges } from "../../store/file-changes.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Replaced } from "../../store/replaced.ts";
import { EditedStore } from "../image/layer.ts";
import { OpenedImage } from "../image/opened-image.ts";

/** The bytes that changes make of a file, and what is known of them. After each change that costs what the change was. */
export class EditedFile {
  readonly overlay: OverlayStore;
  readonly #original: OpenedImage;
  readonly #cached: CachedStore;
  readonly #layer: EditedStore;
  /** Null where it has to be opened anew. */
  #image: OpenedImage | null = null;
  /** Whether all of the original's BAT had been checked when the image was opened. */
  #originalChecked = false;

  /** @param original the image without any change; what is known of it is not read again. */
  constructor(original: OpenedImage) {
    this.#original = original;
    this.overlay = new OverlayStore(original.store);
    this.#cached = new CachedStore(this.overlay);
    this.#layer = new EditedStore(this.overlay, original.store.size);
  }

  /** With its own headers, log and findings. Another one after each change. */
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
   * Writes something.
   *
   * @returns the way back.
   * @throws whatever `work` throws; then everything is as it was.
   */
  record(work: () => void): Replaced {
    try {
      const replaced = this.overlay.record(work);
      this.#follow(replaced);
      return replaced;
    } catch (thrown) {
      // What was read while it lasted.
      this.#cached.forget(0, Number.POSITIVE_INFINITY);
      this.#image?.own.structures.bat?.forget();
      throw thrown;
    }
  }

  /** Puts back what was replaced, the last first. @returns the way back. */
  putBack(replaced: readonly Replaced[]): readonly Replaced[] {
    return replaced.toReversed().map((each) => {
      const now = this.overlay.swap(each);
      this.#follow(now);
      return now;
    });
  }

  /** Brings what is known of the file up to date. @param replaced by the last change */
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
      // The change is made all the same. Whoever looks at the file next is told that it can't be read.
      if (!(thrown instanceof VhdxError)) throw thrown;
    }
  }

  #open(earlier: ConstructorParameters<typeof OpenedImage>[2]): OpenedImage {
    this.#image = new OpenedImage(this.#cached, this.#layer, earlier);
    return this.#image;
  }
}

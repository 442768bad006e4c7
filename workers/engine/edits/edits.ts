import type { Change, ChangeList, EditAction } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import { sizeText } from "../../bytes/text.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { applyLog } from "../../vhdx/write/apply-log.ts";
import { applyFix } from "../../vhdx/repair/plan.ts";
import type { PlannedFix } from "../../vhdx/repair/fix.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { diskBelow } from "../image/lineage.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { editedContext, type ViewContext } from "../views/context.ts";
import { describeAction, placeOf } from "./describe.ts";
import { discardLog } from "../../vhdx/write/discard-log.ts";
import { fill } from "./fill.ts";
import { GuidBook } from "./guid-book.ts";
import { relink } from "./relink.ts";
import { setField } from "./set-field.ts";

interface Numbered {
  readonly id: number;
  readonly action: EditAction;
}

/** Pending changes of one open file. The file itself is never touched. */
export class Edits {
  readonly #image: OpenedImage;
  readonly #guids = new GuidBook();
  #done: Numbered[] = [];
  #undone: Numbered[] = [];
  /** What the fixes among the changes did, by the changes' ids: a fix is known by what it was found in. */
  readonly #fixes = new Map<number, PlannedFix>();
  #nextId = 1;
  #overlay: OverlayStore;
  /** Kept between guest writes that follow each other; any other action makes what it knows out of date. */
  #writer: DiskWriter | null = null;
  #revision = 0;
  #edited: { readonly revision: number; readonly image: OpenedImage } | null = null;

  constructor(image: OpenedImage) {
    this.#image = image;
    this.#overlay = new OverlayStore(image.store);
  }

  get isEmpty(): boolean {
    return this.#done.length === 0;
  }

  /** Whether a replay of the log that nobody asked for goes before the first change. */
  get startsWithReplay(): boolean {
    const [first] = this.#done;
    return first !== undefined && this.#replaysBefore(first.action);
  }

  /** The edited file. A new one after each undo. */
  get store(): OverlayStore {
    return this.#overlay;
  }

  /** The Edited layer as an image of its own, with its own headers, log and findings. Opened anew after each change. */
  get edited(): OpenedImage {
    if (this.#edited?.revision !== this.#revision) {
      const edits = { overlay: this.#overlay, originalSize: this.#image.store.size };
      this.#edited = {
        revision: this.#revision,
        image: new OpenedImage(new CachedStore(this.#overlay), edits),
      };
    }
    // Its parent is the stored file's, whenever that comes or goes.
    this.#edited.image.attach(this.#image.lineage);
    return this.#edited.image;
  }

  /** For the screens. */
  get context(): ViewContext {
    return editedContext(this.#image, this.edited);
  }

  get actions(): readonly EditAction[] {
    return this.#done.map(({ action }) => action);
  }

  /**
   * Makes a change.
   *
   * @throws VhdxError with a sentence where it can't be made; then everything is as it was.
   */
  apply(action: EditAction): void {
    try {
      if (this.isEmpty) this.#begin(action);
      this.#run({ id: this.#nextId, action });
    } catch (thrown) {
      this.#become(this.#done, this.#undone);
      throw thrown;
    }
    this.#done.push({ id: this.#nextId++, action });
    this.#undone = [];
    this.#revision += 1;
  }

  /** Takes the last change back; nothing where there is none. */
  undo(): void {
    const last = this.#done.at(-1);
    if (last === undefined) return;
    this.#become(this.#done.slice(0, -1), [last, ...this.#undone]);
  }

  /** Makes the change that was undone last again. */
  redo(): void {
    const [next, ...undone] = this.#undone;
    if (next !== undefined) this.#become([...this.#done, next], undone);
  }

  /**
   * Makes changes of an earlier visit, before those that are pending already.
   *
   * @throws VhdxError where one can't be made; then everything is as it was.
   */
  restore(earlier: readonly EditAction[]): void {
    const done = [...earlier, ...this.actions].map((action) => ({ id: this.#nextId++, action }));
    this.#become(done, []);
  }

  clear(): void {
    this.#become([], []);
  }

  /** Makes the overlay anew; everything stays as it was where that fails, as when a parent was closed meanwhile. */
  #become(done: Numbered[], undone: Numbered[]): void {
    const before = { done: this.#done, undone: this.#undone, overlay: this.#overlay };
    this.#done = done;
    this.#undone = undone;
    try {
      this.#rebuild();
    } catch (thrown) {
      this.#done = before.done;
      this.#undone = before.undone;
      this.#overlay = before.overlay;
      this.#writer = null;
      this.#revision += 1;
      throw thrown;
    }
  }

  list(): ChangeList {
    const change = ({ id, action }: Numbered): Change => {
      const fix = this.#fixes.get(id);
      const place = { ...placeOf(action), ...fix?.place };
      const bytes = fix === undefined ? place.length : 0;
      return { id, sentence: fix?.title ?? describeAction(action), bytes, ...place };
    };
    let touched = Math.max(0, this.#overlay.size - this.#image.store.size);
    for (const run of this.#overlay.writtenRuns(0, this.#image.store.size)) touched += run.end - run.start;
    return {
      done: this.#done.map(change),
      undone: this.#undone.map(change),
      touched: this.isEmpty ? 0 : touched,
      fileSize: this.#overlay.size,
    };
  }

  #rebuild(): void {
    this.#guids.rewind();
    this.#overlay = new OverlayStore(this.#image.store);
    this.#writer = null;
    for (const [index, numbered] of this.#done.entries()) {
      if (index === 0) this.#begin(numbered.action);
      this.#run(numbered);
    }
    this.#revision += 1;
  }

  /** A disk whose log asks for a replay is edited after it, unless the user gives the log up or changes bytes of the file. */
  #begin(first: EditAction): void {
    if (this.#replaysBefore(first)) applyLog(this.#overlay, this.#guids.take);
  }

  #replaysBefore(first: EditAction): boolean {
    const logged =
      first.kind === "fill" ||
      first.kind === "zero" ||
      first.kind === "relink" ||
      (first.kind === "write" && first.space === "disk");
    return logged && this.#image.headers.dirty;
  }

  #run({ id, action }: Numbered): void {
    switch (action.kind) {
      case "write":
        if (action.space === "disk")
          return this.#guest((writer) => writer.write(action.offset, action.bytes));
        return this.#raw(action.offset, action.bytes);
      case "fill":
        return this.#guest((writer) => fill(writer, action.offset, action.length, action.pattern));
      case "zero":
        return this.#guest((writer) => writer.zero(action.offset, action.length));
      case "set-field":
        this.#writer = null;
        this.#current();
        setField(this.context, this.#overlay, action);
        this.#revision += 1;
        return;
      case "apply-log":
        this.#writer = null;
        if (!applyLog(this.#overlay, this.#guids.take))
          throw new VhdxError("not-available", "The log is empty: there is nothing to apply.");
        return;
      case "discard-log":
        this.#writer = null;
        return discardLog(this.#overlay, this.#guids.take);
      case "fix":
        this.#writer = null;
        this.#fixes.set(id, applyFix(this.#overlay, action.fix, this.#guids.take));
        return;
      case "relink":
        this.#writer = null;
        return relink(this.#current().own, this.#overlay, action.change, this.#guids.take);
    }
  }

  /** The edited image as of now: what was done before, in the same rebuild too, is in it. */
  #current(): OpenedImage {
    this.#revision += 1;
    return this.edited;
  }

  #guest(write: (writer: DiskWriter) => void): void {
    this.#writer ??= new DiskWriter(this.#overlay, this.#guids.take, this.#below());
    write(this.#writer);
    // Every state in the list is a file that needs no replay.
    this.#writer.close();
  }

  /** The disk below a differencing one. */
  #below(): VirtualDisk | null {
    if (this.#image.best.structures.facts.type !== "differencing") return null;
    const edited = this.#current();
    return diskBelow(edited, edited.own);
  }

  #raw(offset: number, bytes: Uint8Array): void {
    this.#writer = null;
    if (offset + bytes.length > this.#overlay.size) {
      throw new VhdxError("out-of-range", `The file ends at ${sizeText(this.#overlay.size)}.`, {
        offset,
        structure: "file",
      });
    }
    this.#overlay.write(offset, bytes);
  }
}

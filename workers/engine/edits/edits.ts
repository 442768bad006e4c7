import type { Change, ChangeList, EditAction } from "../../api/index.ts";
import { runSteps } from "../../bytes/steps.ts";
import { VhdxError } from "../../shared/error.ts";
import { randomGuid } from "../../shared/guid.ts";
import { sizeText } from "../../shared/text.ts";
import type { OverlayStore } from "../../store/overlay-store.ts";
import type { Replaced } from "../../store/replaced.ts";
import { applyLog } from "../../vhdx/write/apply-log.ts";
import type { PlannedFix } from "../../vhdx/repair/fix.ts";
import { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import type { KnownImage } from "../../vhdx/write/open-writable.ts";
import { diskBelow } from "../image/lineage.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { editedContext, type ViewContext } from "../views/context.ts";
import { describeAction, discardedWords, placeOf } from "./describe.ts";
import { type EditLoss, editLoss } from "./edit-loss.ts";
import { EditedFile } from "./edited-file.ts";
import { discardLog } from "../../vhdx/write/discard-log.ts";
import { fill } from "./fill.ts";
import { relink } from "./relink.ts";
import { setField } from "./set-field.ts";

interface Numbered {
  readonly id: number;
  readonly action: EditAction;
  /** The bytes that the change replaced; after an undo, those that the undo replaced. In the order of the writes. */
  readonly replaced: readonly Replaced[];
}

/** Pending changes of one open file. The file itself is never touched. */
export class Edits {
  readonly #image: OpenedImage;
  #done: Numbered[] = [];
  #undone: Numbered[] = [];
  /** The fixes among the changes, by the changes' ids. */
  readonly #fixes = new Map<number, PlannedFix>();
  /** What a discarded log held, as a sentence, by the changes' ids. */
  readonly #discarded = new Map<number, string>();
  #nextId = 1;
  /** Made for the first change, from what is known of the original at that time. */
  #file: EditedFile | null = null;
  /** Kept between consecutive fixes; any other change makes the plan out of date. */
  #plan: RepairPlan | null = null;

  constructor(image: OpenedImage) {
    this.#image = image;
  }

  get isEmpty(): boolean {
    return this.#done.length === 0;
  }

  /** Whether the list starts with a replay of the log that the user did not ask for. */
  get startsWithReplay(): boolean {
    const [first] = this.#done;
    return first !== undefined && this.#replaysBefore(first.action);
  }

  /** The edited file. */
  get store(): OverlayStore {
    return this.#edited.overlay;
  }

  /** Of the edited file, bytes. */
  get size(): number {
    return this.#file?.overlay.size ?? this.#image.store.size;
  }

  get #edited(): EditedFile {
    this.#file ??= new EditedFile(this.#image);
    return this.#file;
  }

  /** The Edited layer as an image, with its own headers, log and findings. A new object after each change. */
  get edited(): OpenedImage {
    const { image } = this.#edited;
    // It always has the same parent as the stored file.
    image.attach(this.#image.lineage);
    image.attachEdits(() => this.#lossOf(image));
    return image;
  }

  /** What the changes lose, as far as they have an image. */
  #lossOf(edited: OpenedImage): EditLoss | null {
    const losses = this.#done.map((change) => this.#lossOfChange(change)).filter((each) => each !== null);
    const zeroed = this.actions.flatMap((action) =>
      action.kind === "zero" || action.kind === "fill"
        ? [{ start: action.offset, end: action.offset + action.length }]
        : [],
    );
    return editLoss(this.#image.best, edited.own, this.#image.store.size, losses, zeroed);
  }

  #lossOfChange({ id }: Numbered): string | null {
    return this.#fixes.get(id)?.loss ?? this.#discarded.get(id) ?? null;
  }

  /** What can be repaired in the edited file. A new object after each change that is not a fix. */
  get plan(): RepairPlan {
    this.#plan ??= new RepairPlan(this.store);
    return this.#plan;
  }

  /** For the screens. */
  get context(): ViewContext {
    return editedContext(this.#image, this.edited);
  }

  get actions(): readonly EditAction[] {
    return this.#done.map(({ action }) => action);
  }

  /**
   * Waits until a change can be made without blocking: a write to the disk needs a check of the whole BAT, which takes seconds
   * for 512 MiB. A check that is running already is used.
   *
   * @throws VhdxError whatever the store throws.
   */
  async ready(action: EditAction): Promise<void> {
    const { own } = this.#image;
    if (isOfGuest(action) && !own.batChecked && !this.edited.own.batChecked) await own.checkBat(UNATTENDED);
  }

  /**
   * Makes a change.
   *
   * @throws VhdxError with a sentence where the change can't be made; then nothing has changed.
   */
  apply(action: EditAction): void {
    // Uses what was read of the original since all changes were undone.
    // A plan is about the store of the file that it was made for: a new file would make it useless.
    const isPlanned = action.kind === "fix" && this.#plan !== null;
    if (this.isEmpty && this.#undone.length === 0 && !isPlanned) this.#forgetFile();
    const id = this.#nextId;
    const replaced: Replaced[] = [];
    try {
      // A log that has to be replayed is replayed before the first change, unless the user discards it or edits bytes of the
      // file.
      if (this.isEmpty && this.#replaysBefore(action))
        replaced.push(this.#edited.record(() => void applyLog(this.store)));
      replaced.push(this.#edited.record(() => this.#run(id, action)));
    } catch (thrown) {
      this.#edited.putBack(replaced);
      this.#plan = null;
      throw thrown;
    }
    this.#done.push({ id, action, replaced });
    this.#undone = [];
    this.#nextId += 1;
  }

  /** Undoes the last change; does nothing where there is none. */
  undo(): void {
    const last = this.#done.pop();
    if (last === undefined) return;
    this.#plan = null;
    this.#undone.unshift({ ...last, replaced: this.#edited.putBack(last.replaced) });
  }

  /** Redoes the change that was undone last. Writes the same bytes, even if a fix or a parent would give others by now. */
  redo(): void {
    const next = this.#undone.shift();
    if (next === undefined) return;
    this.#plan = null;
    this.#done.push({ ...next, replaced: this.#edited.putBack(next.replaced) });
  }

  /**
   * Restores changes of an earlier visit. They come before the changes that are pending already.
   *
   * @throws VhdxError where one can't be made; then nothing has changed.
   */
  restore(earlier: readonly EditAction[]): void {
    const before = { done: this.#done, undone: this.#undone, file: this.#file };
    const actions = [...earlier, ...this.actions];
    this.clear();
    try {
      for (const action of actions) this.apply(action);
    } catch (thrown) {
      this.#done = before.done;
      this.#undone = before.undone;
      this.#file = before.file;
      this.#plan = null;
      throw thrown;
    }
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
    this.#forgetFile();
  }

  #forgetFile(): void {
    this.#file = null;
    this.#plan = null;
  }

  list(): ChangeList {
    const change = (numbered: Numbered): Change => {
      const { id, action } = numbered;
      const loss = this.#lossOfChange(numbered);
      const fix = this.#fixes.get(id);
      const place = { ...placeOf(action), ...fix?.place };
      const bytes = fix === undefined ? place.length : 0;
      return { id, sentence: fix?.title ?? describeAction(action), loss, bytes, ...place };
    };
    const original = this.#image.store.size;
    let touched = Math.max(0, this.size - original);
    for (const run of this.#file?.overlay.writtenRuns(0, original) ?? []) touched += run.end - run.start;
    return {
      done: this.#done.map(change),
      undone: this.#undone.map(change),
      touched: this.isEmpty ? 0 : touched,
      fileSize: this.size,
    };
  }

  #replaysBefore(first: EditAction): boolean {
    return (first.kind === "relink" || isOfGuest(first)) && this.#image.headers.dirty;
  }

  #run(id: number, action: EditAction): void {
    const { store } = this;
    if (action.kind !== "fix") this.#plan = null;
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
        return setField(this.context, store, action);
      case "apply-log":
        if (!applyLog(store))
          throw new VhdxError("not-available", "The log is empty: there is nothing to apply.");
        return;
      case "discard-log": {
        const held = discardedWords(this.edited);
        if (held !== null) this.#discarded.set(id, held);
        return discardLog(store, randomGuid);
      }
      case "fix":
        this.#fixes.set(id, runSteps(this.plan.apply(action.fix, randomGuid)));
        return;
      case "relink":
        return relink(this.edited.own.structures, store, action.change);
    }
  }

  #guest(write: (writer: DiskWriter) => void): void {
    const { edited } = this;
    const below =
      this.#image.best.structures.facts.type === "differencing" ? diskBelow(edited, edited.own) : null;
    const writer = new DiskWriter(this.store, randomGuid, below, knownOf(edited));
    write(writer);
    // After every change in the list the file needs no replay.
    writer.close();
  }

  #raw(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.length > this.store.size) {
      throw new VhdxError("out-of-range", `The file ends at ${sizeText(this.store.size)}.`, {
        offset,
        structure: "file",
      });
    }
    this.store.write(offset, bytes);
  }
}

/** Whether the action is what a guest might do: a change of bytes of the virtual disk. */
function isOfGuest(action: EditAction): boolean {
  return (
    action.kind === "fill" || action.kind === "zero" || (action.kind === "write" && action.space === "disk")
  );
}

/** What a writer need not read again. Free space is known only after a check of the whole BAT. */
function knownOf(image: OpenedImage): KnownImage {
  const { own, identifier, headers, log } = image;
  own.checkBatNow();
  return { identifier, headers, structures: own.structures, check: own.bat, free: own.free, log };
}

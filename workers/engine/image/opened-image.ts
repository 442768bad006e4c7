import type { Finding, Inside, LayerRef, LayerState, Outcome } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { randomGuid } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import { sizeText } from "../../shared/text.ts";
import type { CachedStore } from "../../store/cached-store.ts";
import { type FileChanges, touches } from "../../store/file-changes.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { bySeverity, finding, FindingIndex, worst } from "../../vhdx/findings/index.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { HEADER_ITEMS_END, SLOT } from "../../vhdx/headers/header-section.ts";
import { type Headers, readHeaders } from "../../vhdx/headers/headers.ts";
import type { LogPlace } from "../../vhdx/headers/log-place.ts";
import { type Identifier, readIdentifier } from "../../vhdx/headers/identifier.ts";
import { describeForeign } from "../../vhdx/recognise/foreign.ts";
import { checkOwnLinkage } from "../../vhdx/metadata/parent-locator.ts";
import { type LogScan, scanLog } from "../../vhdx/log/scan.ts";
import { type Look, lookInside } from "../inside/inside.ts";
import type { EditLoss } from "../edits/edit-loss.ts";
import { type ChainMember, type Lineage, NO_LINEAGE, type ParentFile } from "./chain-member.ts";
import { ancestors, chainDisk, lineageFindings, missingParent } from "./lineage.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import { Layer, type LayerStore, OriginalStore, type TakeFindings } from "./layer.ts";
import { isPassable, warningOf } from "./read-anyway.ts";
import { ReplayedLayers } from "./replayed-layers.ts";

/** A log of this size or less is scanned while opening. */
const QUICK_LOG = 4 * MIB;

const ORIGINAL: LayerRef = { name: "original", upTo: null };
const REPLAYED: LayerRef = { name: "replayed", upTo: null };
const EDITED: LayerRef = { name: "edited", upTo: null };

/** An image before something was written to its file. */
interface EarlierImage {
  readonly image: OpenedImage;
  readonly changes: FileChanges;
}
/** A file of a chain that is open: the image itself, or one of its ancestors. */
export type OpenLink = ParentFile<OpenedImage>;

const sameParts = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((part, at) => part === other[at]);

/** An open file: its headers, log, layers and findings. Never writes to the file. */
export class OpenedImage implements ChainMember {
  readonly #store: CachedStore;
  readonly identifier: Identifier;
  readonly headers: Headers;
  /** What the file seems to be where it is not a VHDX. */
  readonly foreign: string | null;
  /** FileWriteGuid of every replayed copy, patch and preview of this opened file. Generated once, so that they agree. */
  readonly fileWriteGuid = randomGuid();
  readonly #original: Layer;
  readonly #replayed: ReplayedLayers;
  #log: LogScan | null = null;
  #readAnyway = false;
  #lineage: Lineage<OpenedImage> = NO_LINEAGE;
  /** The findings on a layer, with the parts that they were made from. */
  readonly #found = new WeakMap<
    Layer,
    { readonly parts: readonly unknown[]; readonly index: FindingIndex }
  >();
  /** On the edited image: finds out what the pending changes lose. */
  #lossOfEdits: (() => EditLoss | null) | null = null;
  /** Its answer; undefined before it was asked for. */
  #loss: EditLoss | null | undefined = undefined;
  /** The last look at each layer's virtual disk, with the parts that it depended on; null where there is no disk. */
  readonly #looks = new WeakMap<
    Layer,
    { readonly parts: readonly unknown[]; readonly look: Look | null; readonly isFurther: boolean }
  >();
  /** The Replayed layer of a clean file in a chain where a parent is replayed; made when it is first asked for. */
  #unchanged: Layer | null = null;

  /**
   * The quick stage: a handful of reads, whatever the disk's size.
   *
   * @param edited for the file with the user's changes: the Edited layer, whose bytes `store` reads
   * @param earlier the image before the last change. It must not be used afterwards; what did not change is not read again
   */
  constructor(store: CachedStore, edited: LayerStore | null = null, earlier: EarlierImage | null = null) {
    this.#store = store;
    store.prefetch(0, HEADER_ITEMS_END);
    /** Whether a part of the file, or its length, has changed. */
    const isNew = (start: number, end: number) =>
      earlier === null || earlier.changes.sizeBefore !== store.size || touches(earlier.changes, start, end);
    this.identifier =
      earlier === null || isNew(0, SLOT) || !earlier.image.identifier.signed
        ? readIdentifier(store)
        : earlier.image.identifier;
    this.foreign = this.identifier.isVhdx ? null : describeForeign(store);
    this.headers =
      earlier === null || isNew(0, HEADER_ITEMS_END) ? readHeaders(store) : earlier.image.headers;
    const { log } = this.headers;
    if (earlier !== null && this.#isKept(log, earlier)) {
      const scan = earlier.image.#log;
      this.#log = scan === null ? null : { ...scan, sizeAfterReplay: store.size };
    } else if (log !== null && this.identifier.isVhdx && log.length <= QUICK_LOG) {
      store.prefetch(log.offset, log.length);
      this.#log = runSteps(scanLog(store, this.headers, log));
    }
    this.#replayed = new ReplayedLayers(store, log);
    this.#original =
      edited === null
        ? new Layer(ORIGINAL, new OriginalStore(store), log)
        : new Layer(
            EDITED,
            edited,
            log,
            earlier === null ? null : { layer: earlier.image.own, changes: earlier.changes },
          );
  }

  /** Whether the log is unchanged. The scan of a log that has to be replayed depends on the whole file. */
  #isKept(log: LogPlace | null, { image, changes }: EarlierImage): boolean {
    const before = image.headers.log;
    return (
      log !== null &&
      this.identifier.isVhdx &&
      image.identifier.isVhdx &&
      !this.headers.dirty &&
      !image.headers.dirty &&
      log.offset === before?.offset &&
      log.length === before.length &&
      !touches(changes, log.offset, log.offset + log.length)
    );
  }

  /** The file without a replay: the Original layer, or the Edited one where this is the edited image. */
  get own(): Layer {
    return this.#original;
  }

  /** The original file. */
  get store(): CachedStore {
    return this.#store;
  }

  /** The scan of the log; null where the log has no place or was not scanned yet. */
  get log(): LogScan | null {
    return this.#log;
  }

  get logPending(): boolean {
    return this.#log === null && this.headers.log !== null && this.identifier.isVhdx;
  }

  get readAnyway(): boolean {
    return this.#readAnyway;
  }

  /** Where a differencing disk stands in its chain. */
  get lineage(): Lineage<OpenedImage> {
    return this.#lineage;
  }

  /** Sets the parent, or none. */
  attach(lineage: Lineage<OpenedImage>): void {
    this.#lineage = lineage;
  }

  /** Makes the image that of the user's changes. @param loss what these lose */
  attachEdits(loss: () => EditLoss | null): void {
    this.#lossOfEdits ??= loss;
  }

  /** What the pending changes lose; null where that is nothing, and on a file as stored. */
  get lostByEdits(): EditLoss | null {
    if (this.#loss === undefined) this.#loss = this.#lossOfEdits?.() ?? null;
    return this.#loss;
  }

  get canReplay(): boolean {
    return this.#log?.replayable === true && !this.#hasFatalHeaders;
  }

  /** Whether a replay of the file or of a parent makes the Replayed layer another than the Original. */
  get chainReplays(): boolean {
    return this.canReplay || this.#parentReplays;
  }

  get #parentReplays(): boolean {
    if (this.headers.dirty || this.#replayObstacle !== null) return false;
    return this.#lineage.parent?.image.chainReplays ?? false;
  }

  get #hasFatalHeaders(): boolean {
    // A log can be replayed although the signature at the start of the file is gone.
    return [...this.identifier.findings, ...this.headers.findings].some(
      ({ severity, code }) => severity === "fatal" && code !== "identifier-damaged",
    );
  }

  /** The default layer of the stored file: Replayed where the log has to be replayed and can be, else Original. */
  get best(): Layer {
    return this.layer(this.chainReplays ? REPLAYED : ORIGINAL);
  }

  /** The layer that is read below a child's layer: as stored for the Original one, replayed for the others. */
  layerBelow(child: Layer): Layer {
    return child.name === "original" ? this.#original : this.best;
  }

  get defaultLayer(): "original" | "replayed" {
    return this.chainReplays ? "replayed" : "original";
  }

  /**
   * A layer, made when it is first asked for.
   *
   * @throws VhdxError `not-available` where the image has no such layer.
   */
  layer(ref: LayerRef): Layer {
    const state = this.layerStates()[ref.name];
    if (!state.available) throw new VhdxError("not-available", state.note ?? "This layer is not available.");
    if (ref.name !== "replayed") return this.#original;
    if (!this.canReplay || this.#log === null) {
      if (!this.#parentReplays || this.#original.name !== "original") return this.#original;
      this.#unchanged ??= new Layer(REPLAYED, new OriginalStore(this.#store), this.headers.log);
      return this.#unchanged;
    }
    return this.#replayed.layer(this.#log, ref.upTo);
  }

  layerStates(): Readonly<Record<"original" | "replayed" | "edited", LayerState>> {
    return {
      original: { available: true, note: null },
      replayed: this.#replayedState(),
      edited: { available: false, note: "There are no edits." },
    };
  }

  /** Why there can be no Replayed layer, as a sentence; null where there can be one. */
  get #replayObstacle(): string | null {
    if (!this.identifier.isVhdx) return "Not a VHDX, so there is no log.";
    if (this.canReplay) return null;
    if (this.headers.dirty && this.logPending) return "The log has not been read yet.";
    const refusal = this.#sharedFindings().find(
      (each) => each.severity === "fatal" && each.code.startsWith("log-"),
    );
    if (refusal !== undefined) return `The log can't be replayed: ${refusal.message}`;
    return this.headers.active === null ? "No header is valid, so the log is unknown." : null;
  }

  #replayedState(): LayerState {
    const obstacle = this.#replayObstacle;
    if (obstacle !== null) return { available: false, note: obstacle };
    if (this.canReplay) return { available: true, note: null };
    if (this.#parentReplays)
      return { available: true, note: "The file's own log is empty; a parent's is replayed." };
    return { available: true, note: "Nothing to replay: the log is empty." };
  }

  /** Findings that do not depend on the layer. */
  #sharedFindings(): readonly Finding[] {
    return [...this.identifier.findings, ...this.headers.findings, ...(this.#log?.findings ?? [])];
  }

  /** Findings about the file itself on a layer, without those about its chain. */
  ownFindings(layer: Layer, own: readonly Finding[] = layer.findings): readonly Finding[] {
    if (!this.identifier.isVhdx) return this.identifier.findings;
    const linkage = checkOwnLinkage(layer.structures.facts.parent, this.headers);
    return [...this.#sharedFindings(), ...own, ...linkage];
  }

  /**
   * Everything found on a layer, worst first.
   *
   * @param own findings of the layer itself; its `scanFindings` leave out what only the full check reads.
   */
  findings(layer: Layer, own?: readonly Finding[]): readonly Finding[] {
    if (own === undefined) return this.findingIndex(layer).all;
    if (!this.identifier.isVhdx) return this.identifier.findings;
    const inside = this.#lookAt(layer)?.findings ?? [];
    return bySeverity([
      ...this.ownFindings(layer, own),
      ...lineageFindings(this, layer),
      ...this.#lossFindings,
      ...inside,
    ]);
  }

  /** The findings, indexed by what they are about. Made once, and again only after new findings. */
  findingIndex(layer: Layer): FindingIndex {
    const link = this.identifier.isVhdx ? lineageFindings(this, layer) : [];
    const inside = this.#lookAt(layer)?.findings ?? [];
    const messages = link.map(({ id, message }) => `${id} ${message}`);
    const lost = this.#lossFindings;
    const parts = [this.log, lost.length, ...layer.findingParts, ...inside, ...messages];
    const known = this.#found.get(layer);
    if (known !== undefined && sameParts(known.parts, parts)) return known.index;
    const index = new FindingIndex([...this.ownFindings(layer), ...link, ...lost, ...inside]);
    this.#found.set(layer, { parts, index });
    return index;
  }

  get #lossFindings(): readonly Finding[] {
    const lost = this.lostByEdits;
    return lost === null ? [] : [finding("edit-lost-data", lost.sentence, { structure: "Virtual disk" })];
  }

  /** What the layer's virtual disk depends on, besides the layer itself. */
  #partsOfDisk(layer: Layer): readonly unknown[] {
    const parents = ancestors<OpenedImage>(this).flatMap(({ image }) => [image.best, image.readAnyway]);
    return [this.#log, this.#readAnyway, layer.batChecked, ...parents];
  }

  #lookAt(layer: Layer): Look | null {
    const known = this.#looks.get(layer);
    return known !== undefined && sameParts(known.parts, this.#partsOfDisk(layer)) ? known.look : null;
  }

  /** What a layer's virtual disk holds, as `look` saw it; null before that, and where there is no virtual disk. */
  inside(layer: Layer): Inside | null {
    return this.#lookAt(layer)?.inside ?? null;
  }

  /**
   * Looks at what a layer's virtual disk holds, in a bounded number of reads. From then on `inside` and the findings have it.
   * Costs nothing where it was looked at already.
   *
   * @throws VhdxError where the file can't be read for another reason than a failing drive.
   */
  look(layer: Layer): void {
    runSteps(this.#lookInSteps(layer, false));
  }

  /** The same; where the start of the disk says nothing, further on too, as a full check does. */
  lookFurther(layer: Layer): Steps<void> {
    return this.#lookInSteps(layer, true);
  }

  *#lookInSteps(layer: Layer, asksFurther: boolean): Steps<void> {
    const parts = this.#partsOfDisk(layer);
    const known = this.#looks.get(layer);
    // Once it was looked at further, it is again after a change, or a finding would be gone.
    const isFurther = asksFurther || known?.isFurther === true;
    if (known !== undefined && sameParts(known.parts, parts) && (known.isFurther || !isFurther)) return;
    const disk = this.#diskOrNull(layer);
    const look = disk === null ? null : yield* lookInside(layer, disk, isFurther);
    this.#looks.set(layer, { parts, look, isFurther });
  }

  #diskOrNull(layer: Layer): VirtualDisk | null {
    try {
      return this.disk(layer);
    } catch (thrown) {
      if (thrown instanceof VhdxError && thrown.code === "not-available") return null;
      throw thrown;
    }
  }

  /** The state of the stored file, whatever the layer. */
  get outcome(): Outcome {
    return this.outcomeOf(this.best);
  }

  /** The state of the file as a layer shows it. */
  outcomeOf(layer: Layer): Outcome {
    if (!this.identifier.isVhdx) return "not-vhdx";
    if (this.headers.dirty && this.logPending) {
      // The log may hold correct versions of the damaged structures; that is not known before it has been read.
      return worst(this.#sharedFindings()) === "fatal" ? "unreadable" : "needs-replay";
    }
    const severity = worst(this.findings(layer));
    if (severity === "fatal") return "unreadable";
    if (severity === "error") return "damaged";
    if (missingParent(this) !== null) return "needs-parent";
    return this.headers.dirty || this.#parentReplays ? "needs-replay" : "opens";
  }

  get fatal(): readonly Finding[] {
    return this.findings(this.best).filter((each) => each.severity === "fatal");
  }

  /** Whether only a fault of the log or of the parent link prevents reading. */
  get canReadAnyway(): boolean {
    const { fatal } = this;
    return fatal.length > 0 && fatal.every(isPassable) && this.best.structures.disk !== null;
  }

  /** @throws VhdxError `not-available` where more than the log or the linkage is at fault. */
  enableReadAnyway(): void {
    if (!this.canReadAnyway)
      throw new VhdxError(
        "not-available",
        "The file has other faults than those of the log and of the link to the parent.",
      );
    this.#readAnyway = true;
  }

  /** The warning on everything that a `Read anyway` view gives; null where that is off. */
  get warning(): string | null {
    return warningOf(this);
  }

  /**
   * The virtual disk of a layer, read through its parents as far as they are open.
   *
   * @throws VhdxError `not-available`, saying why, where none is offered.
   */
  disk(layer: Layer): VirtualDisk {
    return chainDisk(this, layer, this.ownDisk(layer));
  }

  /**
   * The virtual disk of a layer without its parents.
   *
   * @throws VhdxError as `disk`.
   */
  ownDisk(layer: Layer): VirtualDisk {
    const fatal = this.findings(layer).find(
      (each) => each.severity === "fatal" && !(this.#readAnyway && isPassable(each)),
    );
    if (fatal !== undefined)
      throw new VhdxError("not-available", fatal.message, { structure: "virtual disk" });
    if (this.headers.dirty && this.logPending && !this.#readAnyway) {
      throw new VhdxError("not-available", "The log has not been read yet, so the disk's state is unknown.");
    }
    const { disk } = layer.structures;
    if (disk === null)
      throw new VhdxError("not-available", "The file does not say enough to read a virtual disk.");
    return disk;
  }

  get scanComplete(): boolean {
    return this.isScanned(this.best);
  }

  /** Whether the log, the layer's BAT and the parents were checked as a whole. */
  isScanned(layer: Layer): boolean {
    const parent = this.#lineage.parent?.image;
    return !this.logPending && layer.batChecked && (parent?.scanComplete ?? true);
  }

  /** What has not been checked yet of a layer, in words. */
  unchecked(layer: Layer): readonly string[] {
    const open: string[] = [];
    if (this.logPending) open.push("The log beyond its place and size.");
    if (!layer.batChecked) {
      const checked = (layer.bat?.checked ?? 0) * BAT_ENTRY_SIZE;
      open.push(`The block allocation table beyond its first ${sizeText(checked)}.`);
    }
    const { parent } = this.#lineage;
    if (parent !== null && !parent.image.scanComplete) open.push(`All of ${parent.name}, the parent.`);
    return open;
  }

  /** The background stage: the rest of the log, then the whole BAT of the default layers. */
  async scan(job: JobContext, found?: TakeFindings): Promise<void> {
    await this.#lineage.parent?.image.scan(job);
    const { log } = this.headers;
    if (this.logPending && log !== null) {
      const scan = await runStepsInJob(scanLog(this.#store, this.headers, log), job);
      if (scan.replayable && !this.#hasFatalHeaders) await this.#replayed.prepare(scan, job);
      this.#log = scan;
    }
    await this.best.checkBat(job, found);
    if (this.best !== this.#original) await this.#original.checkBat(job, found);
  }
}

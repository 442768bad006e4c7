import type { Finding, ImageId } from "../../api/index.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Refusal } from "../../vhdx/chain/order.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { Headers } from "../../vhdx/headers/headers.ts";
import type { Layer } from "./layer.ts";

/**
 * What an open file shows to the other files of its chain. `OpenedImage` is the one implementation; the interface stands apart so
 * that the links of a chain need not know how a file is opened.
 */
export interface ChainMember {
  readonly headers: Headers;
  readonly lineage: Lineage;
  /** The default layer of the stored file: Replayed where the log has to be replayed and can be, else Original. */
  readonly best: Layer;
  readonly canReplay: boolean;
  /** Whether a replay of the file or of a parent makes the Replayed layer another than the Original. */
  readonly chainReplays: boolean;
  readonly readAnyway: boolean;
  readonly fatal: readonly Finding[];
  /** The layer that is read below a child's layer. */
  layerBelow(child: Layer): Layer;
  /** @throws VhdxError `not-available` where no virtual disk is offered. */
  disk(layer: Layer): VirtualDisk;
  /** The virtual disk without its parents. @throws VhdxError as `disk` */
  ownDisk(layer: Layer): VirtualDisk;
  /** Findings about the file itself on a layer, without those about its chain. */
  ownFindings(layer: Layer): readonly Finding[];
}

/** An open file that is used as the parent. */
export interface ParentFile<Image = ChainMember> {
  readonly id: ImageId;
  readonly name: string;
  /** The file itself, for exports. */
  readonly file: ReadableStore;
  readonly image: Image;
}

/** Where a differencing disk stands in its chain. */
export interface Lineage<Image = ChainMember> {
  readonly parent: ParentFile<Image> | null;
  readonly chosen: "match" | "name" | "user" | null;
  /** Why an open file that matches is not used as the parent. */
  readonly refusal: Refusal | null;
  /** Whether the user removed the parent. */
  readonly unlinked: boolean;
}

export const NO_LINEAGE: Lineage<never> = { parent: null, chosen: null, refusal: null, unlinked: false };

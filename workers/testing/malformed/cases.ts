import type { Outcome } from "../../api/index.ts";
import { encode } from "../../bytes/struct.ts";
import { CachedStore } from "../../store/cached-store.ts";
import type { FindingCode } from "../../vhdx/findings/index.ts";
import { fileParameters, virtualDiskSize } from "../../vhdx/structs/metadata-items.ts";
import { ImageBuilder, type ImageOptions } from "../vhdx/image-builder.ts";
import type { ItemOptions } from "../vhdx/metadata-builder.ts";
import { OpenedImage } from "../../engine/image/opened-image.ts";

/** A change that breaks a sound image, and what the engine must say about the result. */
export interface Case {
  readonly name: string;
  readonly options?: ImageOptions;
  readonly spoil: (image: ImageBuilder) => void;
  readonly outcome: Outcome;
  /** All findings, worst first. */
  readonly codes: readonly FindingCode[];
}

export const ALL_ONES = 2n ** 64n - 1n;
/** A GUID that names nothing. */
export const UNKNOWN = "abababab-abab-4bab-8bab-abababababab";
/** The `nth` of many other GUIDs that name nothing. */
export const unknownGuid = (nth: number): string =>
  `${(1000 + nth).toString(16).padStart(8, "0")}${UNKNOWN.slice(8)}`;

export const openImage = (image: ImageBuilder): OpenedImage => new OpenedImage(new CachedStore(image.store));

/** The engine's outcome, finding codes and messages for a case. */
export function judge({ options, spoil }: Case) {
  const image = new ImageBuilder(options);
  spoil(image);
  const opened = openImage(image);
  const findings = opened.findings(opened.best);
  return {
    outcome: opened.outcome,
    codes: findings.map(({ code }) => code),
    messages: findings.map(({ message }) => message),
  };
}

/** Writes the metadata again with one item changed, or left out if `change` is null. */
export function withItem(image: ImageBuilder, itemId: string, change: Partial<ItemOptions> | null): void {
  image.setMetadata(
    image.items.flatMap((item) => {
      if (item.itemId !== itemId) return [item];
      return change === null ? [] : [{ ...item, ...change }];
    }),
  );
}

export const withMore = (image: ImageBuilder, ...more: readonly ItemOptions[]): void =>
  image.setMetadata([...image.items, ...more]);

export const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
export const blockSizeOf = (blockSize: number): { bytes: Uint8Array } => ({
  bytes: encode(fileParameters, { blockSize }),
});
export const diskSizeOf = (size: bigint): { bytes: Uint8Array } => ({
  bytes: encode(virtualDiskSize, { virtualDiskSize: size }),
});

import type { EditAction } from "../../../api/index.ts";
import type { FindingCode } from "../../../vhdx/findings/index.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../vhdx/image-builder.ts";
import type { LogEntryOptions } from "../../vhdx/log-builder.ts";

/** The other open files of a case about a chain. A case may change them, as it changes the image. */
export interface Kin {
  /** The image's parent, by GUID and by name; sound. */
  readonly parent: ImageBuilder;
  /** Further open files. */
  readonly more: ImageBuilder[];
  /** What the user picks as the image's parent. */
  picked: ImageBuilder | null;
}

/** A smallest image that breaks a rule, and a similar one that does not. */
export interface RuleCase {
  readonly options?: ImageOptions;
  /** The image's parent, for a rule about two files; without one the image is alone. */
  readonly parent?: ImageOptions;
  /** Breaks a sound image so that the rule's finding is reported. */
  readonly spoil: (image: ImageBuilder, kin: Kin) => void;
  /** Other findings that can't be avoided, worst first, without the missing parent of a child that is alone. */
  readonly along?: readonly FindingCode[];
  /** Changes that are pending in the image that breaks the rule, for a rule about these. */
  readonly edits?: readonly EditAction[];
  /** Comes as close as possible without breaking the rule. */
  readonly nearMiss: (image: ImageBuilder, kin: Kin) => void;
}

/** For `along`: the finding of every image whose log must be replayed. */
export const REPLAY: readonly FindingCode[] = ["log-needs-replay"];

export const PARENT_GUID = "12345678-1234-4234-8234-123456789abc";
export const PARENT = {
  parent_linkage: `{${PARENT_GUID}}`,
  relative_path: ".\\parent.vhdx",
};
export const CHILD: ImageOptions = { type: "differencing", parent: PARENT };

/** The other files of a case, as they are before it changes them. */
export function kinOf({ parent }: Pick<RuleCase, "parent">): Kin {
  const image = new ImageBuilder(parent);
  image.setHeaders({ dataWriteGuid: PARENT_GUID, fileWriteGuid: PARENT_GUID });
  return { parent: image, more: [], picked: null };
}

/** Makes the image that of a crashed machine, with an entry at the start of its log. */
export function crash(image: ImageBuilder, options: LogEntryOptions = {}): void {
  image.setHeaders({ logGuid: LOG_GUID });
  image.addLogEntry(0, { sequenceNumber: 5n, ...BAT_WRITE(image), ...options });
}

/** An entry's write that changes nothing: the BAT's second sector, which is all zeros. */
export const BAT_WRITE = (image: ImageBuilder): LogEntryOptions => ({
  writes: [{ fileOffset: image.bat.offset + 4096, sector: new Uint8Array(4096) }],
});

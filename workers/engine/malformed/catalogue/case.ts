import type { FindingCode } from "../../../vhdx/findings/index.ts";
import { type ImageBuilder, type ImageOptions, LOG_GUID } from "../../../vhdx/testing/image-builder.ts";
import type { LogEntryOptions } from "../../../vhdx/testing/log-builder.ts";

/** The smallest images on both sides of a rule. */
export interface RuleCase {
  readonly options?: ImageOptions;
  /** Breaks a sound image so that the rule's finding is made. */
  readonly spoil: (image: ImageBuilder) => void;
  /** Other findings that can't be kept out, worst first; that a child's parent is not open goes without saying. */
  readonly along?: readonly FindingCode[];
  /** Comes as near as can be without breaking the rule. */
  readonly nearMiss: (image: ImageBuilder) => void;
}

/** What the log's finding of something to replay goes along with. */
export const REPLAY: readonly FindingCode[] = ["log-needs-replay"];

export const PARENT = {
  parent_linkage: "{12345678-1234-4234-8234-123456789abc}",
  relative_path: ".\\parent.vhdx",
};
export const CHILD: ImageOptions = { type: "differencing", parent: PARENT };

/** Makes the image one that crashed, with an entry at the start of its log. */
export function crash(image: ImageBuilder, options: LogEntryOptions = {}): void {
  image.setHeaders({ logGuid: LOG_GUID });
  image.addLogEntry(0, { sequenceNumber: 5n, ...BAT_WRITE(image), ...options });
}

/** An entry's write that changes nothing: the BAT's second sector, which is all zeros. */
export const BAT_WRITE = (image: ImageBuilder): LogEntryOptions => ({
  writes: [{ fileOffset: image.bat.offset + 4096, sector: new Uint8Array(4096) }],
});

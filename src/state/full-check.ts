import type { Finding, FullCheck, ImageId } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** The last full check of the open image. */
interface FullCheckRun {
  readonly image: ImageId;
  readonly running: boolean;
  /** What it has found so far. */
  readonly found: readonly Finding[];
  /** What was looked at; null while it runs, and where it was stopped. */
  readonly result: FullCheck | null;
  /** The image's revision when it ended: what was said of an older one is out of date. */
  readonly revision: number;
}

export interface FullCheckSlice {
  /** Whether the full check reads every stored block too. */
  readonly checkBlocks: boolean;
  setCheckBlocks(checkBlocks: boolean): void;
  readonly fullCheck: FullCheckRun | null;
  beginFullCheck(image: ImageId): void;
  fullCheckFound(findings: readonly Finding[]): void;
  /** @param revision of the image, by now. */
  endFullCheck(result: FullCheck | null, revision: number): void;
}

export const fullCheckSlice: Slice<FullCheckSlice> = (set) => ({
  checkBlocks: false,
  setCheckBlocks: (checkBlocks) => set({ checkBlocks }),
  fullCheck: null,
  beginFullCheck: (image) =>
    set({ fullCheck: { image, running: true, found: [], result: null, revision: 0 } }),
  fullCheckFound: (findings) =>
    set(({ fullCheck }) =>
      fullCheck === null ? {} : { fullCheck: { ...fullCheck, found: [...fullCheck.found, ...findings] } },
    ),
  endFullCheck: (result, revision) =>
    set(({ fullCheck }) =>
      fullCheck === null ? {} : { fullCheck: { ...fullCheck, running: false, result, revision } },
    ),
});

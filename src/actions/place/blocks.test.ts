import { expect, it } from "vitest";
import type { ReportImage } from "../../../workers/api/index.ts";
import { batIndexOfBlock } from "./blocks.ts";

function image(blockSize: number | null, logicalSectorSize: number | null): ReportImage {
  return {
    type: "dynamic",
    virtualSize: 2 ** 40,
    blockSize,
    logicalSectorSize,
    physicalSectorSize: 4096,
    creator: null,
    diskId: null,
    dataWriteGuid: null,
    fileWriteGuid: null,
    parent: null,
  };
}

it("leaves room for one bitmap entry after each chunk", () => {
  const oneMiB = image(2 ** 20, 512); // 4096 blocks a chunk
  expect(batIndexOfBlock(oneMiB, 0)).toBe(0);
  expect(batIndexOfBlock(oneMiB, 4095)).toBe(4095);
  expect(batIndexOfBlock(oneMiB, 4096)).toBe(4097);
  expect(batIndexOfBlock(image(32 * 2 ** 20, 4096), 1024)).toBe(1025);
});

it("knows nothing without the sizes", () => {
  expect(batIndexOfBlock(image(null, 512), 1)).toBeNull();
  expect(batIndexOfBlock(image(2 ** 20, null), 1)).toBeNull();
});

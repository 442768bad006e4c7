import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { corpusImage, unpack } from "./corpus.ts";
import { requireTool } from "./needs.ts";

describe("an unpacked image", () => {
  it.for(["log-ten.vhdx", "discutils-swap.vhdx"])(
    "%s has the bytes that EXPECTED.json says",
    async (file, test) => {
      requireTool(test, "corpus");
      const hash = createHash("sha256");
      await pipeline(createReadStream(await unpack(file)), hash);
      expect(hash.digest("hex")).toBe(corpusImage(file).sha256);
    },
  );

  it.skipIf(process.platform !== "linux")("keeps its zeros as holes", async (test) => {
    requireTool(test, "corpus");
    const { blocks, size } = await stat(await unpack("discutils-swap.vhdx"));
    expect(blocks * 512).toBeLessThan(size / 4);
  });
});

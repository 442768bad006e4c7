import { describe, expect, it } from "vitest";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { FakeHandle } from "../../../testing/engine/fake-handle.ts";
import { deliver } from "./deliver.ts";
import type { Piece } from "../pieces/pieces.ts";

const pieces: Piece[] = [{ kind: "bytes", bytes: Uint8Array.of(1, 2, 3) }];
const image = new File(["image"], "disk.vhdx", { lastModified: 1000 });

/** A handle with what `deliver` asks of one beyond writing. */
function handleOf(file: File, same: boolean) {
  const target = new FakeHandle("image");
  const handle = Object.assign(target, { isSameEntry: async () => same, getFile: async () => file });
  return { target, handle: handle as unknown as FileSystemFileHandle };
}

describe("delivering a result", () => {
  it("gives a Blob for a download", async () => {
    const result = await deliver(pieces, { kind: "download" }, { kind: "file", file: image }, UNATTENDED, {
      type: "x/y",
    });
    expect(result.size).toBe(3);
    expect(result.blob?.type).toBe("x/y");
  });

  it("writes to another file", async () => {
    const { target, handle } = handleOf(new File([""], "other.vhdx"), false);
    const source = { kind: "handle", handle: handleOf(image, true).handle } as const;
    expect(await deliver(pieces, { kind: "handle", handle }, source, UNATTENDED)).toEqual({
      blob: null,
      size: 3,
      zeroed: [],
    });
    expect([...target.content]).toEqual([1, 2, 3]);
  });

  it.each([
    ["by its handle", { kind: "handle", handle: handleOf(image, true).handle } as const, true],
    ["by its name, size and time", { kind: "file", file: image } as const, false],
  ])("never writes to the opened image, told %s", async (_how, source, same) => {
    const { target, handle } = handleOf(image, same);
    const writing = deliver(pieces, { kind: "handle", handle }, source, UNATTENDED);
    await expect(writing).rejects.toMatchObject({ code: "misuse" });
    expect(target.log).toEqual([]);
  });
});

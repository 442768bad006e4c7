import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type CorpusImage, corpusImages, unpack } from "../../../e2e/support/corpus.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { editProblem } from "./edit-problem.ts";
import { Edits } from "./edits.ts";

const images = corpusImages().filter(({ size }) => size <= 100 * MIB);
const WRITE = { kind: "write", space: "disk", offset: 0, bytes: new Uint8Array(512).fill(7) } as const;

async function open({ file }: CorpusImage) {
  const image = new OpenedImage(
    new CachedStore(new MemoryStore(new Uint8Array(readFileSync(await unpack(file))))),
  );
  await image.scan(UNATTENDED);
  return { image, edits: new Edits(image) };
}

/** What the writer says to a write; null where it makes it. */
function refusal(edits: Edits): string | null {
  try {
    edits.apply(WRITE);
    return null;
  } catch (thrown) {
    if (thrown instanceof VhdxError) return thrown.message;
    throw thrown;
  }
}

beforeAll(loadCrc32c);

it("has images to look at", (test) => {
  requireTool(test, "corpus");
  expect(images.length).toBeGreaterThan(40);
});

describe("editProblem", () => {
  it.each(images)("says of $file beforehand what the writer would", async (expected) => {
    const file = await open(expected);
    const said = editProblem(file);
    const refused = refusal(file.edits);
    expect(said === null, `${said} | ${refused}`).toBe(refused === null);
    if (said !== null && !said.startsWith("The log ")) expect(said).toBe(refused);
    if (said?.includes("Discard log") !== true) return;
    file.edits.apply({ kind: "discard-log" });
    expect(editProblem(file)).toBe(refusal(file.edits));
  });

  it("asks for the log once it is the user's own change that stands before it", async (test) => {
    requireTool(test, "corpus");
    const dirty = images.find(({ file }) => file === "log-ten.vhdx");
    if (dirty === undefined) throw new Error("no such image");
    const file = await open(dirty);
    file.edits.apply({ kind: "write", space: "file", offset: 0x300000, bytes: Uint8Array.of(1) });
    expect(editProblem(file)).toContain("Apply log");
    file.edits.apply({ kind: "apply-log" });
    expect(editProblem(file)).toBeNull();
  });
});

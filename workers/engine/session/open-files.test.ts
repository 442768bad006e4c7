import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { Edits } from "../edits/edits.ts";
import type { OpenFile } from "../image/open-source.ts";
import { randomChain } from "../../testing/engine/random-chain.ts";
import { OpenFiles } from "./open-files.ts";

beforeAll(loadCrc32c);

/** A handle that is the same entry as itself alone. */
function handle(name: string): FileSystemFileHandle {
  const made = { name, isSameEntry: async (other: unknown) => other === made };
  return made as unknown as FileSystemFileHandle;
}

function openChain() {
  const files = new OpenFiles();
  const blockSizes = [MIB, MIB, MIB];
  const { links } = randomChain({ size: 4 * MIB, sectorSize: 512, blockSizes, seed: 1, hides: false });
  const ids = links.toReversed().map(({ name, file, image }) => {
    const source: OpenFile["source"] = { kind: "handle", handle: handle(name) };
    const metered = new MeteredStore(file);
    const rest = {
      lastModified: 0,
      kept: [],
      keepProblem: null,
      notes: { bookmarks: [], digests: null },
      notesLost: null,
      notesProblem: null,
      working: null,
    };
    return files.add({ source, name, file, metered, image, edits: new Edits(image), ...rest });
  });
  return { files, ids, outcomes: () => ids.map((id) => files.get(id).image.outcome) };
}

describe("open files", () => {
  it("find their parents as they come and go", () => {
    const { files, ids, outcomes } = openChain();
    const [top = "", middle = "", base = ""] = ids;
    expect(outcomes()).toEqual(["opens", "opens", "opens"]);
    files.decideParent(middle, null);
    expect(outcomes()).toEqual(["needs-parent", "needs-parent", "opens"]);
    files.decideParent(middle, base);
    expect(outcomes()).toEqual(["opens", "opens", "opens"]);
    files.close(base);
    expect(files.get(top).image.outcome).toBe("needs-parent");
  });

  it("are never written over, and a parent is not changed", async () => {
    const { files, ids } = openChain();
    const [top = "", middle = ""] = ids;
    const { source } = files.get(middle);
    if (source.kind !== "handle") throw new Error("no handle");
    const to = { kind: "handle", handle: source.handle } as const;
    await expect(files.checkDestination(to, top)).rejects.toThrow(/link-1\.vhdx, which is open/);
    await expect(files.checkDestination(to, middle)).resolves.toBeUndefined();
    await expect(files.checkDestination({ kind: "download" })).resolves.toBeUndefined();
    expect(() => files.checkNoParent(middle)).toThrow(/the parent of link-2\.vhdx/);
    expect(() => files.checkNoParent(top)).not.toThrow();
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { ChangeList } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { makeEdit, mayLeaveEdits } from "./edits.ts";
import { imageSummary } from "../files/image-summary.fixture.ts";

const FACTS = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 32, batEntries: 32 };
const ONE: ChangeList = {
  done: [
    {
      id: 1,
      sentence: "Wrote 1 byte",
      loss: null,
      bytes: 1,
      space: "disk",
      offset: 0,
      length: 1,
      node: null,
      field: null,
    },
  ],
  undone: [],
  touched: 1,
  fileSize: 8 * 2 ** 20,
};

beforeEach(() => {
  useStore.setState(useStore.getInitialState());
  useStore.getState().opened(imageSummary(FACTS));
});

describe("leaving with pending changes", () => {
  it("asks nothing where nothing is pending", async () => {
    expect(await mayLeaveEdits("Close the file")).toBe(true);
    expect(useStore.getState().losing).toBeNull();
  });

  it.each([
    ["stay", false],
    ["keep", true],
  ] as const)("does as the user says: %s", async (answer, goesOn) => {
    useStore.getState().setChanges(ONE);
    const asked = mayLeaveEdits("Close the file");
    expect(useStore.getState().losing).toMatchObject({ what: "Close the file", keeps: true });
    useStore.getState().losing?.answer(answer);
    expect(await asked).toBe(goesOn);
    expect(useStore.getState().losing).toBeNull();
  });

  it("keeps nothing of a private session", () => {
    useStore.getState().setChanges(ONE);
    useStore.getState().setPrivateSession(true);
    void mayLeaveEdits("Close the file");
    expect(useStore.getState().losing?.keeps).toBe(false);
  });

  it("answers a question that a later one pushes out", async () => {
    useStore.getState().setChanges(ONE);
    const first = mayLeaveEdits("Close the file");
    const second = mayLeaveEdits("Open other.vhdx");
    expect(await first).toBe(false);
    useStore.getState().losing?.answer("keep");
    expect(await second).toBe(true);
  });

  it("does not let go of a file that is being replaced", async () => {
    useStore.getState().setReplacing("running");
    expect(await mayLeaveEdits("Close the file")).toBe(false);
    expect(useStore.getState().notices[0]?.text).toMatch(/being replaced/);
  });
});

it("makes no change while a job takes the changes away", async () => {
  useStore.getState().addJob("job-1", null, "Save edited copy", { locksEdits: true, makesFile: true });
  await expect(makeEdit({ kind: "zero", offset: 0, length: 512 })).rejects.toThrow(
    "Save edited copy uses the changes as they are now.",
  );
});

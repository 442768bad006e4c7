import { expect, it } from "vitest";
import type { FilesVolume } from "../../../../workers/api/index.ts";
import { isChosen, shownVolume } from "./shown-volume.ts";

const volume = (id: string, number: number) => ({ id, number }) as unknown as FilesVolume;
const volumes = {
  words: "",
  volumes: [volume("partition-1", 1), volume("partition-2", 2)],
  first: "partition-2",
};

it("shows the chosen volume: by its id, or by its number where only an address names it", () => {
  expect(shownVolume(volumes, { id: "partition-1", number: 9 })?.id).toBe("partition-1");
  expect(shownVolume(volumes, { id: null, number: 1 })?.id).toBe("partition-1");
  expect(shownVolume(volumes, null)?.id).toBe("partition-2");
});

it("shows another one where the layer does not have it, and knows that it is not the chosen one", () => {
  const gone = { id: "partition-7", number: 2 };
  const shown = shownVolume(volumes, gone);
  expect(shown?.id).toBe("partition-2");
  expect(shown !== null && isChosen(shown, gone)).toBe(false);
  expect(isChosen(volume("partition-2", 2), { id: null, number: 2 })).toBe(true);
});

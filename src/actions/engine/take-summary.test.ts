import { beforeEach, expect, it } from "vitest";
import { useStore } from "../../state/store.ts";
import { imageSummary } from "../files/image-summary.fixture.ts";
import { takeSummary } from "./take-summary.ts";

const facts = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 1024, batEntries: 1024 };
/** As the quick stage leaves a log that is too long for it. */
const unread = { ...imageSummary(facts), scan: "partial", logScanned: false } as const;
/** The same once the scan has found entries to replay. */
const dirty = { ...imageSummary(facts), defaultLayer: "replayed", activeEntries: 3 } as const;

beforeEach(() => {
  const { opened, setDefaultLayer, setUpTo } = useStore.getState();
  setDefaultLayer("original");
  setUpTo(null);
  opened(unread);
});

it("shows the layer that the scan made the default", () => {
  takeSummary(dirty);
  expect(useStore.getState()).toMatchObject({ layer: "replayed", layerChosen: false, summary: dirty });
});

it("stays on the layer that the user chose meanwhile", () => {
  const { setLayer } = useStore.getState();
  setLayer("replayed");
  setLayer("original");
  takeSummary(dirty);
  expect(useStore.getState()).toMatchObject({ layer: "original", layerChosen: true });
});

it("leaves a chosen layer that is gone", () => {
  useStore.getState().setLayer("edited");
  takeSummary(dirty);
  expect(useStore.getState().layer).toBe("replayed");
});

it("takes back a step of the replay that the log no longer has", () => {
  const { setLayer, setUpTo } = useStore.getState();
  setLayer("replayed");
  setUpTo(7);
  takeSummary(dirty);
  expect(useStore.getState().upTo).toBeNull();
});

it("ignores the summary of another image", () => {
  takeSummary({ ...dirty, id: "image-2" });
  expect(useStore.getState()).toMatchObject({ layer: "original", summary: unread });
});

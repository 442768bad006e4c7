import { useStore } from "../../state/store.ts";
import { canCheckFully, runFullCheck } from "../engine/full-check.ts";
import { FIRST_SAMPLE, SAMPLES } from "../../samples/index.ts";
import { openFolder, openPicked, openSample } from "../files/open.ts";
import type { Action } from "./registry.ts";
import { closeAll, closeImage, readAnyway, resumeScan, retry } from "../files/shown.ts";
import { WORDS } from "./words.ts";

export { FIRST_SAMPLE, SAMPLES };

export const FILE_ACTIONS: readonly Action[] = [
  { id: "file.open", title: WORDS.titles["file.open"], group: "File", keys: ["Ctrl+O"], run: openPicked },
  { id: "file.open-folder", title: WORDS.titles["file.open-folder"], group: "File", run: openFolder },
  {
    id: "file.add",
    title: WORDS.titles["file.add"],
    group: "File",
    when: (state) => state.summary !== null,
    run: openPicked,
  },
  {
    id: "file.new-disk",
    title: WORDS.titles["file.new-disk"],
    group: "File",
    run: () => useStore.getState().setNewDiskOpen(true),
  },
  ...SAMPLES.map((sample): Action => ({
    id: `file.open-${sample.id}`,
    title: WORDS.openSample(sample.title),
    group: "File",
    run: () => openSample(sample.id),
  })),
  {
    id: "file.retry",
    title: WORDS.titles["file.retry"],
    group: "File",
    when: (state) => state.error !== null,
    run: retry,
  },
  {
    id: "file.scan",
    title: WORDS.titles["file.scan"],
    group: "File",
    when: (state) => state.summary?.scan === "partial" && state.jobs.length === 0,
    run: resumeScan,
  },
  {
    id: "image.full-check",
    title: WORDS.titles["image.full-check"],
    group: "File",
    when: canCheckFully,
    run: runFullCheck,
  },
  {
    id: "image.read-anyway",
    title: WORDS.titles["image.read-anyway"],
    group: "File",
    when: ({ summary }) => summary !== null && summary.readAnyway.offered && !summary.readAnyway.active,
    run: readAnyway,
  },
  {
    id: "file.close",
    title: WORDS.titles["file.close"],
    group: "File",
    when: (state) => state.summary !== null,
    run: async () => void (await closeImage()),
  },
  {
    id: "file.close-all",
    title: WORDS.titles["file.close-all"],
    group: "File",
    when: (state) => state.files.length > 1,
    run: closeAll,
  },
];

import type {
  ExtractDestination,
  ExtractKind,
  ExtractPick,
  ExtractResult,
  FilesAt,
} from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { folderPicker } from "../../client/abilities/pickers.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "../engine/run-job.ts";
import { askUnread } from "../export/export.ts";
import { cancelledSave, chooseDestination, deliver } from "../export/save.ts";
import { WORDS } from "./words.ts";

/** Whether the browser can ask for a folder to write into. */
export const canExtractToFolder = (): boolean => folderPicker() !== null;

/** @returns null where the user closed the picker. */
async function chooseFolder(): Promise<ExtractDestination | null> {
  try {
    const handle = await folderPicker()?.({ id: "platter-extract", mode: "readwrite" });
    return handle === undefined ? null : { kind: "folder", handle };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw thrown;
  }
}

async function chooseArchive(fileName: string): Promise<ExtractDestination | null> {
  const to = await chooseDestination(fileName);
  if (to === null || to.kind === "handle") return to;
  return { kind: "download" };
}

/** What is left of an extraction that the user cancels, as a sentence. */
const cancelledExtract = (to: ExtractDestination): string =>
  to.kind === "folder" ? WORDS.keptInFolder(to.handle.name) : cancelledSave(to);

/**
 * Extracts files and folders, with a manifest of their digests.
 *
 * @param picks the root alone stands for all files
 * @param importable whether a tar of them is what WSL imports
 * @throws VhdxError as the engine and the browser's picker do.
 */
export async function extractFiles(
  at: FilesAt,
  as: ExtractKind,
  picks: readonly ExtractPick[],
  importable: boolean,
): Promise<void> {
  const request = { as, nodes: picks, manifest: true };
  const plan = await connect().files.extractPlan(at, request);
  const to = as === "folder" ? await chooseFolder() : await chooseArchive(plan.fileName);
  if (to === null) return;
  const { setExtracted } = useStore.getState();
  setExtracted(null);
  const title = WORDS.extract[as];
  const result = await runJob(title, (job) => connect().files.extract(at, request, to, job), {
    locksEdits: at.layer.name === "edited",
    makesFile: true,
    cancelled: cancelledExtract(to),
    unread: (sentence) => askUnread(title, sentence),
  });
  if (result === null) return;
  deliver(result, plan.fileName);
  setExtracted({
    image: at.image,
    as,
    name: to.kind === "download" ? plan.fileName : to.handle.name,
    downloaded: to.kind === "download",
    result,
    note: plan.note,
    importable: as === "tar" && importable,
  });
}

/** Downloads the manifest of an extraction. */
export function saveManifest({ manifest }: ExtractResult, name: string): void {
  deliver({ blob: manifest }, `${name}.manifest.json`);
}

import type { CheckedPart, Finding, FullCheck, FullCheckOptions } from "../../api/index.ts";
import { FindingList } from "../../vhdx/findings/index.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { LOOKING } from "../inside/inside.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import type { Layer, TakeFindings } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { checkLogTargets } from "./log-targets.ts";
import { checkSectorBitmaps } from "./sector-bitmaps.ts";
import { checkStoredBlocks } from "./stored-blocks.ts";
import { checkUnusedParts } from "./unused-parts.ts";

const LAYER_WORDS = {
  original: "as stored",
  replayed: "after the replay",
  edited: "with your changes",
} as const;

const STRUCTURES_ONLY: FullCheckOptions = { blocks: false };

/** Passes on new findings, each once. */
class Outlet {
  readonly #found: TakeFindings;
  readonly #known = new Set<string>();

  constructor(found: TakeFindings) {
    this.#found = found;
  }

  take(findings: readonly Finding[]): void {
    const fresh = findings.filter((each) => {
      if (this.#known.has(each.id)) return false;
      this.#known.add(each.id);
      return true;
    });
    if (fresh.length > 0) this.#found(fresh);
  }
}

/** Adds the layer to the labels of the second layer's progress, as that begins at zero again. */
const ofLayer = (job: JobContext, words: string): JobContext => ({
  get cancelled() {
    return job.cancelled;
  },
  checkpoint: () => job.checkpoint(),
  pointOfNoReturn: (label) => job.pointOfNoReturn(label),
  progress: (done, total, label) =>
    job.progress(done, total, label === undefined ? undefined : `${label}, ${words}`),
});

async function checkLayer(
  image: OpenedImage,
  layer: Layer,
  job: JobContext,
  outlet: Outlet,
  { blocks }: FullCheckOptions,
): Promise<readonly CheckedPart[]> {
  const findings = new FindingList();
  const words = LAYER_WORDS[layer.name];
  const parts: CheckedPart[] = [];
  const did = (what: string, bytes: number) => {
    outlet.take(findings.items);
    if (bytes > 0) parts.push({ what: `${what}, ${words}`, bytes });
  };
  did("Block allocation table", (layer.structures.bat?.entries ?? 0) * BAT_ENTRY_SIZE);
  if (layer.name === "replayed" && image.log !== null)
    did("Where the log writes", await checkLogTargets(image.log, layer, job, findings));
  did("Sector bitmaps", await checkSectorBitmaps(layer, job, findings));
  did("Unused parts of the file", await checkUnusedParts(layer, job, findings));
  // The layers of a file share nearly all of their blocks.
  if (blocks && layer === image.best) did("Stored blocks", await checkStoredBlocks(layer, job, findings));
  layer.takeFullCheck(findings.items);
  return parts;
}

/**
 * Checks all of an image: the whole log, the whole BAT and everything that only the full check reads, on both of its layers.
 * Linear in the length of the file at most.
 *
 * @param found takes what is found as it is found; what was known before comes first.
 * @param options what is read beyond the file's structures
 * @throws VhdxError `cancelled`.
 */
export async function fullCheck(
  image: OpenedImage,
  job: JobContext,
  found: TakeFindings,
  options: FullCheckOptions = STRUCTURES_ONLY,
): Promise<FullCheck> {
  const outlet = new Outlet(found);
  outlet.take(image.findings(image.best));
  await image.scan(job, (findings) => outlet.take(findings));
  outlet.take(image.findings(image.best));
  if (!image.identifier.isVhdx) return { parts: [] };
  const { log } = image.headers;
  const parts: CheckedPart[] = log === null ? [] : [{ what: "Log", bytes: log.length }];
  for (const layer of new Set([image.best, image.own])) {
    const own = layer === image.best ? job : ofLayer(job, LAYER_WORDS[layer.name]);
    // oxlint-disable-next-line no-await-in-loop
    parts.push(...(await checkLayer(image, layer, own, outlet, options)));
  }
  await runStepsInJob(image.lookFurther(image.best), job, LOOKING);
  outlet.take(image.findings(image.best));
  return { parts };
}

import { closeSync, openSync, writeSync, ftruncateSync } from "node:fs";
import type { Fault, Finding, Repairs } from "../../workers/api/index.ts";
import { runSteps } from "../../workers/bytes/steps.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { Edits } from "../../workers/engine/edits/edits.ts";
import { listRepairs } from "../../workers/engine/edits/repairs.ts";
import { filePieces, layerFile } from "../../workers/engine/exports/pieces/layer-file.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";

/** An image that is being repaired, as the engine holds it. */
export interface Repairing {
  readonly original: ReadableStore;
  readonly image: OpenedImage;
  readonly edits: Edits;
}

export async function openForRepair(original: ReadableStore): Promise<Repairing> {
  const image = new OpenedImage(new CachedStore(original));
  await image.scan(UNATTENDED);
  return { original, image, edits: new Edits(image) };
}

/** The repairs that are possible now. */
export const repairsNow = ({ image, edits }: Repairing): Repairs =>
  runSteps(listRepairs(edits.isEmpty ? image : edits.edited, true)).repairs;

/** Makes the recommended fix of every fault that comes from a finding, one after the other; returns their ids. */
export function repairAsRecommended(repairing: Repairing): readonly string[] {
  const made: string[] = [];
  const next = ({ fixes, findings }: Fault) =>
    findings.length > 0 ? fixes.filter((fix) => !made.includes(fix.id)) : [];
  for (;;) {
    const fix = repairsNow(repairing)
      .faults.flatMap(next)
      .find(({ recommended }) => recommended);
    if (fix === undefined) return made;
    repairing.edits.apply({ kind: "fix", fix: fix.id });
    made.push(fix.id);
  }
}

/** Findings above info of a full check of the edited file. */
export async function findingsAfter({ edits }: Repairing): Promise<readonly Finding[]> {
  const { edited } = edits;
  await edited.scan(UNATTENDED);
  return edited.findings(edited.best).filter(({ severity }) => severity !== "info");
}

/** Saves the edited copy as a sparse file. */
export function saveEdited({ original, edits }: Repairing, path: string): void {
  const out = openSync(path, "w");
  try {
    ftruncateSync(out, edits.store.size);
    let at = 0;
    for (const piece of filePieces(layerFile(original, edits.store))) {
      if (piece.kind === "zeros") at += piece.length;
      else if (piece.kind === "bytes") at += writeSync(out, piece.bytes, 0, piece.bytes.length, at);
      else {
        for (let done = 0; done < piece.length; done += 2 ** 20) {
          const bytes = new Uint8Array(Math.min(2 ** 20, piece.length - done));
          piece.store.read(piece.offset + done, bytes);
          if (bytes.some((byte) => byte !== 0)) writeSync(out, bytes, 0, bytes.length, at + done);
        }
        at += piece.length;
      }
    }
  } finally {
    closeSync(out);
  }
}

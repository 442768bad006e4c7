import type { Report } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { session } from "../engine/session.ts";

let asked: { readonly key: string; readonly report: Promise<Report> } | null = null;

/**
 * The report of the open image through the present layer, without digests and bookmarks: findings, headers, regions, log.
 * Asked once for all views until the layer or the image changes.
 *
 * @throws VhdxError as the engine does; null where no image is open.
 */
export function presentReport(): Promise<Report> | null {
  const open = session();
  if (open === null) return null;
  const { revision } = useStore.getState();
  const key = JSON.stringify([open.id, revision, open.layer]);
  if (asked?.key !== key) {
    const report = open.engine.exports.report(open.id, open.layer, { digests: null, bookmarks: [] });
    const mine = { key, report };
    asked = mine;
    // A failure is not kept: the next view asks again.
    report.catch(() => {
      if (asked === mine) asked = null;
    });
  }
  return asked.report;
}

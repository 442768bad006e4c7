import type { WorkingDisks } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";

/** How much of the page's storage quota is used: "12 MiB of 9.31 GiB used". Figures that the browser withholds are left out. */
export function storageText({ usage, quota }: Pick<WorkingDisks, "usage" | "quota">): string {
  if (usage === null) return quota === null ? "" : `room for ${sizeText(quota)}`;
  return quota === null ? `${sizeText(usage)} used` : `${sizeText(usage)} of ${sizeText(quota)} used`;
}

import type { WorkingDisks } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** How much of the page's storage quota is used: "12 MiB of 9.31 GiB used". Figures that the browser withholds are left out. */
export function storageText({ usage, quota }: Pick<WorkingDisks, "usage" | "quota">): string {
  if (usage === null) return quota === null ? "" : WORDS.working.room(sizeText(quota));
  return quota === null
    ? WORDS.working.used(sizeText(usage))
    : WORDS.working.usedOf(sizeText(usage), sizeText(quota));
}

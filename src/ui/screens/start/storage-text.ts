import type { WorkingDisks } from "../../../../workers/api/index.ts";
import { formatBytes } from "../../parts/format.ts";

/** How much of the page's storage quota is used: "12 MiB of 9.31 GiB used". Figures that the browser withholds are left out. */
export function storageText({ usage, quota }: Pick<WorkingDisks, "usage" | "quota">): string {
  if (usage === null) return quota === null ? "" : `room for ${formatBytes(quota)}`;
  return quota === null
    ? `${formatBytes(usage)} used`
    : `${formatBytes(usage)} of ${formatBytes(quota)} used`;
}

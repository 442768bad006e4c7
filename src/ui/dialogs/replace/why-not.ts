import type { ImageSummary } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

/** Why the original can't be replaced; null where it can. */
export function whyNotReplace({
  hasHandle,
  inPlace,
}: Pick<ImageSummary, "hasHandle" | "inPlace">): string | null {
  if (inPlace) return WORDS.noOriginal;
  if (!hasHandle) return WORDS.noWay;
  return null;
}

import type { ImageSummary } from "../../../../workers/api/index.ts";

/** Why the original can't be replaced; null where it can. */
export function whyNotReplace({
  hasHandle,
  inPlace,
}: Pick<ImageSummary, "hasHandle" | "inPlace">): string | null {
  if (inPlace) return "A working disk is edited in place: there is no original to replace.";
  if (!hasHandle)
    return "The browser gave this page no way to write to the file. Save an edited copy, or export a patch.";
  return null;
}

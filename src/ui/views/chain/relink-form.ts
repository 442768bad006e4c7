import type { ChainParent, RelinkChange } from "../../../../workers/api/index.ts";

/** Keys of a locator that hold a path, in the order in which they are tried (MS-VHDX 2.6.2.6.3). */
export const PATH_KEYS = ["relative_path", "volume_path", "absolute_win32_path"] as const;
export type PathKey = (typeof PATH_KEYS)[number];

/** What the dialog's fields hold. */
export interface RelinkForm {
  readonly paths: Readonly<Record<PathKey, string>>;
  readonly linkage: string;
  readonly dropLinkage2: boolean;
}

/** The locator's present values; a field is empty where the locator has no entry. */
export function relinkForm({ paths, linkage }: ChainParent): RelinkForm {
  const of = (key: PathKey) => paths.find((path) => path.key === key)?.path ?? "";
  return {
    paths: {
      relative_path: of("relative_path"),
      volume_path: of("volume_path"),
      absolute_win32_path: of("absolute_win32_path"),
    },
    linkage: linkage ?? "",
    dropLinkage2: false,
  };
}

/** What the form changes in the locator; null for nothing. An emptied path is removed. */
export function relinkChange(before: RelinkForm, form: RelinkForm): RelinkChange | null {
  const paths = Object.fromEntries(
    PATH_KEYS.filter((key) => form.paths[key].trim() !== before.paths[key]).map((key) => [
      key,
      form.paths[key].trim() === "" ? null : form.paths[key].trim(),
    ]),
  );
  const linkage = form.linkage.trim() === before.linkage ? null : form.linkage.trim();
  const { dropLinkage2 } = form;
  if (Object.keys(paths).length === 0 && linkage === null && !dropLinkage2) return null;
  return { linkage, paths, dropLinkage2 };
}

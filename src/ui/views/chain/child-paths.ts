/** Where a parent is, as seen from its child: in the same folder, in the folder above, or elsewhere. */
export type ParentPlace = "beside" | "above" | "other";

/** `relative_path` for the usual places: beside the child, as Hyper-V has checkpoints, or in the folder above. */
export const RELATIVE: Readonly<Record<Exclude<ParentPlace, "other">, (parent: string) => string>> = {
  beside: (parent) => `.\\${parent}`,
  above: (parent) => `..\\${parent}`,
};

/** Which of the usual places a path names; `other` for none of them. */
export function placeOf(relativePath: string, parent: string): ParentPlace {
  return (["beside", "above"] as const).find((place) => RELATIVE[place](parent) === relativePath) ?? "other";
}

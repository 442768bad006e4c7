/** Where a parent stands as seen from its child. */
export type ParentPlace = "beside" | "above" | "own";

/** `relative_path` for the usual places: beside the child, as Hyper-V has checkpoints, or in the folder above. */
export const RELATIVE: Readonly<Record<Exclude<ParentPlace, "own">, (parent: string) => string>> = {
  beside: (parent) => `.\\${parent}`,
  above: (parent) => `..\\${parent}`,
};

/** Which of the usual places a path names. */
export function placeOf(relativePath: string, parent: string): ParentPlace {
  return (["beside", "above"] as const).find((place) => RELATIVE[place](parent) === relativePath) ?? "own";
}

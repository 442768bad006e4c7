import type { ChosenFile } from "./chosen-file.ts";

/** Files in rounds in which each name occurs once: the engine tells by their names which of them failed. */
export function inRounds(files: readonly ChosenFile[]): readonly (readonly ChosenFile[])[] {
  const rounds: ChosenFile[][] = [];
  for (const file of files) {
    const round = rounds.find((each) => each.every(({ name }) => name !== file.name));
    if (round === undefined) rounds.push([file]);
    else round.push(file);
  }
  return rounds;
}

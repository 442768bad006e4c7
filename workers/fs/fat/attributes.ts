/** The attribute of a folder (FAT specification, 6; exFAT specification, 7.4.4). */
export const FOLDER = 0x10;

const WORDS: readonly (readonly [number, string])[] = [
  [1, "read-only"],
  [2, "hidden"],
  [4, "system"],
  [0x20, "archive"],
];

/** File attributes in words, as `NodeStat.flags` has them. */
export function attributeWords(attributes: number, isDeleted: boolean): readonly string[] {
  const words = WORDS.filter(([bit]) => (attributes & bit) !== 0).map(([, word]) => word);
  return isDeleted ? [...words, "deleted"] : words;
}

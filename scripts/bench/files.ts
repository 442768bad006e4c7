import { writeFile } from "node:fs/promises";

/** Makes an empty file, or empties it, as the start of a measurement. */
export const emptyFile = (file: string): Promise<void> => writeFile(file, "");

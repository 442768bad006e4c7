import { writeFile } from "node:fs/promises";

/** Makes a file, or what is in it, empty: what is measured starts from there. */
export const emptyFile = (file: string): Promise<void> => writeFile(file, "");

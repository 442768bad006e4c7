import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the recorded outcomes: a file for each group. */
export const RECORDED = fileURLToPath(new URL("./recorded/", import.meta.url));

/** Before the name of an entry. */
export const MARK = "= ";

export const fileOf = (group: string): string => path.join(RECORDED, `${group}.txt`);

/** The recorded lines of a group, by the names of its entries. */
export function readRecorded(group: string): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of readFileSync(fileOf(group), "utf8").split("\n")) {
    if (line.startsWith(MARK)) entries.set(line.slice(MARK.length), (lines = []));
    else if (line !== "") lines.push(line);
  }
  return entries;
}

/** The groups that have a file. */
export const recordedGroups = (): readonly string[] =>
  readdirSync(RECORDED)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => path.basename(name, ".txt"));

import type { FoundPath, PathStep } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";

/** Names that a path has at most; more can't be in a path that a file system was given. */
const MOST_STEPS = 4096;

/** Whether `\` parts names too. */
const isWindows = (name: string) => /^(NTFS|FAT|exFAT)/.test(name);

/** Follows a path from the root. `.` stays, `..` goes back; links are not followed. */
export function lookupPath(fs: FileSystem, path: string): FoundPath {
  const names = path
    .split(isWindows(fs.facts.name) ? /[/\\]/ : "/")
    .filter((name) => name !== "" && name !== ".");
  const steps: PathStep[] = [];
  for (const text of names.slice(0, MOST_STEPS)) {
    if (text === "..") {
      steps.pop();
      continue;
    }
    const bytes = new TextEncoder().encode(text);
    const node = fs.lookup(steps.at(-1)?.node ?? fs.root, bytes);
    if (node === null) return { steps, node: null, missing: text };
    steps.push({ name: { text, bytes }, node });
  }
  return { steps, node: steps.at(-1)?.node ?? fs.root, missing: null };
}

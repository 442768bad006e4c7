import type { FindFilesRequest, FoundFile, FoundFiles } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { Folders, foundFile, walkInJob } from "./walk.ts";

/** Hits of one answer at most. */
const MOST_HITS = 10_000;

/** Whether a name fits what is searched for: a part of it in any case; with `*` or `?` the whole of it. */
function nameMatcher(text: string): (name: string) => boolean {
  const wanted = text.toLowerCase();
  if (!/[*?]/.test(wanted)) return (name) => name.toLowerCase().includes(wanted);
  // Without a regular expression: a pattern of many stars takes one of them time beyond all bounds.
  return (name) => wildcardFits(wanted, name.toLowerCase());
}

/** Whether a name fits a pattern of `*` and `?`. Goes back to the last star alone, so the time is the product of both lengths. */
function wildcardFits(pattern: string, name: string): boolean {
  let at = 0;
  let nth = 0;
  let star = -1;
  let mark = 0;
  while (at < name.length) {
    if (pattern[nth] === "*") {
      star = nth;
      mark = at;
      nth += 1;
    } else if (nth < pattern.length && (pattern[nth] === "?" || pattern[nth] === name[at])) {
      nth += 1;
      at += 1;
    } else if (star >= 0) {
      nth = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (pattern[nth] === "*") nth += 1;
  return nth === pattern.length;
}

/** Searches all names below a folder. */
export async function findFiles(
  fs: FileSystem,
  { text, folder, limit }: FindFilesRequest,
  job: JobContext,
): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const fits = nameMatcher(text);
  const most = Math.max(1, Math.min(limit, MOST_HITS));
  const from = folder ?? fs.root;
  const folders = new Folders(from);
  let complete = true;
  const looked = await walkInJob(fs, from, "Searching names", job, (walked) => {
    folders.add(walked);
    if (!fits(walked.entry.name.text)) return true;
    if (files.length === most) {
      complete = false;
      return false;
    }
    files.push(foundFile(walked, folders.way(walked)));
    return true;
  });
  return { files, looked, complete };
}

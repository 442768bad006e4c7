import type { FilesProblem, FilesSystem } from "../../api/index.ts";
import type { FileSystem, FsFacts, FsProblem } from "../../fs/file-system.ts";
import { countText, sizeText } from "../../shared/text.ts";

/** What a file system says of itself, as a clause: "ext4, 757 files, 12.1 GiB used of 1 TiB". */
function systemWords(facts: FsFacts, transactions: number | null): string {
  const { name, files, used, size, state, pendingTransactions } = facts;
  const parts = [name];
  if (files !== null) parts.push(countText(files, "file or folder", "files and folders"));
  parts.push(used === null ? sizeText(size) : `${sizeText(used)} used of ${sizeText(size)}`);
  const clause = [...parts, ...state].join(", ");
  const pending = pendingTransactions ?? 0;
  if (pending === 0) return clause;
  const were = countText(pending, "transaction");
  const applied = Math.min(pending, transactions ?? pending);
  const which = applied < pending ? `${applied} of them` : pending === 1 ? "it" : "them";
  const here = applied === 0 ? "" : `; Platter applies ${which} in memory`;
  return `${clause}; the journal holds ${were} that ${pending === 1 ? "was" : "were"} not applied on disk${here}`;
}

export const problemOf = ({ code, severity, message, run, node }: FsProblem): FilesProblem => ({
  code,
  severity,
  message,
  run,
  node,
});

/** An open file system as plain data. @param transactions as it was opened with */
export function systemFacts(fs: FileSystem, transactions: number | null): FilesSystem {
  const { facts } = fs;
  const pending = facts.pendingTransactions ?? 0;
  return {
    ...facts,
    appliedTransactions: Math.min(pending, transactions ?? pending),
    words: systemWords(facts, transactions),
    root: fs.root,
    problems: fs.problems().map(problemOf),
  };
}

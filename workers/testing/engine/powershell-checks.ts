/** Brackets that are not closed, or that close nothing. */
function unbalanced(code: string): readonly string[] {
  const open: string[] = [];
  const closing: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
    const opening = closing[bracket];
    if (opening === undefined) open.push(bracket);
    else if (open.pop() !== opening) return [`${bracket} without ${opening}`];
  }
  return open.map((bracket) => `${bracket} is never closed`);
}

/**
 * Checks a PowerShell script without running it, for machines that have no PowerShell: calls of functions that the script does
 * not define, syntax that Windows PowerShell 5.1 lacks, brackets that don't match, and characters and line ends that 5.1 reads
 * wrongly in a file without a byte order mark.
 *
 * @param builtIn commands that the script may call without defining them
 * @returns a line for each problem that was found
 */
export function powerShellProblems(script: string, builtIn: readonly string[]): readonly string[] {
  /** The script without comments and without what its strings say. */
  const code = script
    .replace(/<#[\s\S]*?#>/, "")
    .replaceAll(/'(?:[^'\r\n]|'')*'/g, "''")
    .replaceAll(/#[^\r\n]*/g, "");
  const defined = new Set(
    [...script.matchAll(/^function ([A-Za-z]+-[A-Za-z0-9]+)/gm)].map(([, name]) => name),
  );
  const used = new Set([...code.matchAll(/\b[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9]+\b/g)].map(([name]) => name));
  const missing = [...used].filter((name) => !defined.has(name) && !builtIn.includes(name));
  const newer = code.match(/\?\?|\?\.|\s\?\s|&&|\|\||-Parallel|-AsByteStream/g) ?? [];
  const foreign = script.match(/\P{ASCII}/gu) ?? [];
  const loneLineEnds = script.replaceAll("\r\n", "").match(/[\r\n]/g) ?? [];
  return [
    ...missing.map((name) => `${name} is not defined`),
    ...newer.map((syntax) => `5.1 does not know ${syntax}`),
    ...foreign.map((character) => `${character} is no ASCII`),
    ...loneLineEnds.map(() => "a line does not end in CR LF"),
    ...unbalanced(code),
  ];
}

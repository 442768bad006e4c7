import { expect, it } from "vitest";

/**
 * What can be said of a PowerShell script where there is no PowerShell to run it.
 *
 * @param builtIn commands that it may call without defining them
 */
export function itIsPlainPowerShell(script: string, builtIn: readonly string[]): void {
  /** The script without comments and without what its strings say. */
  const code = script
    .replace(/<#[\s\S]*?#>/, "")
    .replaceAll(/'(?:[^'\r\n]|'')*'/g, "''")
    .replaceAll(/#[^\r\n]*/g, "");

  it("defines every function that it calls", () => {
    const defined = new Set(
      [...script.matchAll(/^function ([A-Za-z]+-[A-Za-z0-9]+)/gm)].map(([, name]) => name),
    );
    const used = new Set([...code.matchAll(/\b[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9]+\b/g)].map(([name]) => name));
    expect([...used].filter((name) => !defined.has(name) && !builtIn.includes(name))).toEqual([]);
  });

  it("is plain ASCII with Windows line ends, as Windows PowerShell reads a script without a mark", () => {
    expect(new TextEncoder().encode(script).every((byte) => byte < 128)).toBe(true);
    expect(script.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("uses nothing that Windows PowerShell 5.1 lacks", () => {
    expect(code).not.toMatch(/\?\?|\?\.|\s\?\s|&&|\|\||-Parallel|-AsByteStream/);
  });

  it("balances its brackets", () => {
    const open: string[] = [];
    const closing: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
    for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
      const opening = closing[bracket];
      if (opening === undefined) open.push(bracket);
      else expect(open.pop()).toBe(opening);
    }
    expect(open).toEqual([]);
  });
}

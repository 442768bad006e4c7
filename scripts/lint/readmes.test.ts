import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders with files that git tracks, or that are new and not ignored. */
function folders(): readonly string[] {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const kept = files.split("\n").filter((file) => file !== "" && existsSync(path.join(root, file)));
  return [...new Set(kept.map((file) => path.posix.dirname(file)))].filter((name) =>
    /^(docs|e2e|public|scripts|src|workers)(\/|$)/.test(name),
  );
}

it("says in every folder what lives there", () => {
  expect(folders().length).toBeGreaterThan(50);
  expect(folders().filter((name) => !existsSync(path.join(root, name, "README.md")))).toEqual([]);
});

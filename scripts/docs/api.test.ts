import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("./api/", import.meta.url));

it("the library's API pages are made without a warning: every public name has a comment", () => {
  const typedoc = path.dirname(
    createRequire(path.join(folder, "package.json")).resolve("typedoc/package.json"),
  );
  const args = [path.join(typedoc, "bin/typedoc"), "--emit", "none"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
});

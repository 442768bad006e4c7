import { FULL } from "../../e2e/support/full.ts";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { copyImage, withFolder } from "../../e2e/support/qemu.ts";
import * as library from "../../workers/node/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The example of docs/library.md. */
function example(): string {
  const text = readFileSync(path.join(root, "docs/library.md"), "utf8");
  const code = /```js\n([^]*?)```/.exec(text)?.[1];
  if (code === undefined) throw new Error("docs/library.md has no example");
  return code;
}

const run = (cwd: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd, encoding: "utf8" });

it("the example of docs/library.md has the types that it uses, and runs", async (test) => {
  requireTool(test, "corpus");
  expect(run(root, "scripts/build/node.mjs")).toMatchObject({ status: 0, stderr: "" });
  const names = run(
    root,
    "-e",
    'import("platter/engine").then((all) => console.log(Object.keys(all).join()))',
  );
  expect(names.stdout.trim().split(",").toSorted()).toEqual(Object.keys(library).toSorted());
  const image = corpusImages().find(({ outcome, log, size, parent }) => {
    return outcome === "opens" && parent === null && log.state === "dirty" && size < 2 ** 25;
  });
  if (image === undefined) throw new Error("the corpus has no small dirty disk");
  // Inside the project, where the package's own name leads to the build.
  await withFolder(async (folder) => {
    const file = await copyImage(await unpack(image.file), folder, "disk.vhdx");
    writeFileSync(path.join(folder, "example.mjs"), example());
    const { status, stdout, stderr } = run(folder, "example.mjs", file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^needs-replay .*\.\n(info|warning) /);
    expect(stdout).toContain(`${file}.raw ${image.virtual_size}\n`);
    expect(statSync(`${file}.raw`).size).toBe(image.virtual_size);
    // Once more: no file is overwritten.
    expect(run(folder, "example.mjs", file).stderr).toMatch(/^misuse .*already there/);

    // Types as another project would check them; the example does not check its arguments.
    writeFileSync(
      path.join(folder, "example.mts"),
      example().replace("const [, , file", 'const [, , file = ""'),
    );
    const options = {
      strict: true,
      noEmit: true,
      module: "NodeNext",
      target: "ES2023",
      types: ["node"],
      lib: ["ES2023", "DOM"],
    };
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["example.mts"] }),
    );
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    expect(run(folder, tsc, "--project", ".")).toMatchObject({ status: 0, stdout: "" });
  });
});

/** The workspace of TypeDoc, which needs a TypeScript of its own. */
const api = fileURLToPath(new URL("./api/", import.meta.url));

// TypeDoc reads the types of the whole engine anew, which takes long.
it.for(FULL ? [api] : [])(
  "the library's API pages are made without a warning: every public name has a comment",
  (folder) => {
    const typedoc = path.dirname(
      createRequire(path.join(folder, "package.json")).resolve("typedoc/package.json"),
    );
    const args = [path.join(typedoc, "bin/typedoc"), "--emit", "none"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
  },
);

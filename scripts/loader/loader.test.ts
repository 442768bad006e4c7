import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const REGISTER = new URL("./register.mjs", import.meta.url).href;
const files = fileURLToPath(new URL("../../workers/engine/exports/patch/files.ts", import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-loader-"));
  writeFileSync(path.join(folder, "text.py"), 'print("`${1}` \\u2028")\r\n');
  const script = `
    import text from "./text.py?raw";
    import { patchTexts } from ${JSON.stringify(files)};
    enum Compiled { Yes = 1 }
    console.log(JSON.stringify({ text, type: typeof patchTexts, compiled: Compiled.Yes }));`;
  writeFileSync(path.join(folder, "script.mts"), script);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("lets Node import TypeScript, and the text of a file as it is", () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", REGISTER, path.join(folder, "script.mts")],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    text: 'print("`${1}` \\u2028")\r\n',
    type: "function",
    compiled: 1,
  });
});

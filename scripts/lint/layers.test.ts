import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forbidden } from "./layers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the dependency rule", () => {
  const allowed: [string, string, "type" | "value"][] = [
    ["workers/bytes/crc32c.ts", "hash-wasm", "value"],
    ["workers/store/overlay.ts", "../bytes/span.ts", "value"],
    ["workers/vhdx/log/scan.ts", "../../bytes/crc32c.ts", "value"],
    ["workers/vhdx/log/scan.ts", "../structs/entry.ts", "value"],
    ["workers/vhdx/open.ts", "../store/store.ts", "value"],
    ["workers/vhdx/open.ts", "../api/finding.ts", "type"],
    ["workers/engine/session.ts", "../vhdx/open.ts", "value"],
    ["workers/volume/probe.ts", "../vhdx/structs/gpt.ts", "value"],
    ["workers/engine/inside/inside.ts", "../../volume/probe.ts", "value"],
    ["workers/engine.worker.ts", "./engine/engine.ts", "value"],
    ["workers/engine.worker.ts", "comlink", "value"],
    ["workers/vhdx/open.test.ts", "../../e2e/support/corpus.ts", "value"],
    ["workers/vhdx/open.test.ts", "vitest", "value"],
    ["workers/vhdx/open.test.ts", "node:fs", "value"],
    ["src/client/engine.ts", "../../workers/api/index.ts", "type"],
    ["src/client/engine.ts", "../../workers/engine.worker.ts", "value"],
    ["src/ui/parts/format.ts", "../../../workers/shared/text.ts", "value"],
    ["workers/engine/image/layer.test.ts", "../../testing/vhdx/image-builder.ts", "value"],
    ["src/state/image.ts", "../../workers/api/index.ts", "type"],
    ["src/state/image.ts", "../client/engine.ts", "value"],
    ["src/actions/open.ts", "../state/store.ts", "value"],
    ["src/ui/start/start.tsx", "../../actions/registry.ts", "value"],
    ["src/ui/start/start.tsx", "./start.module.css", "value"],
    ["src/main.tsx", "./ui/app.tsx", "value"],
    ["src/main.tsx", "react-dom/client", "value"],
    ["scripts/cli/main.ts", "../../workers/node/index.ts", "value"],
    ["e2e/open.spec.ts", "./support/fixtures.ts", "value"],
  ];
  it.each(allowed)("lets %s import %s (%s)", (file, specifier, kind) => {
    expect(forbidden(file, specifier, kind === "type")).toBeNull();
  });

  const refused: [string, string, "type" | "value"][] = [
    ["workers/api/image.ts", "../bytes/struct.ts", "type"],
    ["workers/shared/text.ts", "../bytes/struct.ts", "type"],
    ["workers/engine/image/layer.ts", "../../testing/vhdx/image-builder.ts", "value"],
    ["workers/bytes/struct.ts", "../store/store.ts", "type"],
    ["workers/store/overlay.ts", "../vhdx/open.ts", "value"],
    ["workers/vhdx/log/scan.ts", "../../engine/session.ts", "value"],
    ["workers/vhdx/log/scan.ts", "../../volume/probe.ts", "value"],
    ["workers/volume/probe.ts", "../engine/image/layer.ts", "type"],
    ["workers/vhdx/open.ts", "../api/finding.ts", "value"],
    ["workers/vhdx/open.ts", "comlink", "value"],
    ["workers/vhdx/open.ts", "react", "value"],
    ["workers/vhdx/open.ts", "node:fs", "value"],
    ["workers/vhdx/open.ts", "../../e2e/support/corpus.ts", "value"],
    ["workers/vhdx/open.ts", "../../src/state/store.ts", "type"],
    ["workers/engine/session.ts", "../engine.worker.ts", "value"],
    ["src/client/engine.ts", "../state/store.ts", "value"],
    ["src/client/engine.ts", "../../workers/engine/session.ts", "type"],
    ["src/state/image.ts", "../actions/open.ts", "value"],
    ["src/state/image.ts", "comlink", "value"],
    ["src/state/image.ts", "react", "value"],
    ["src/actions/open.ts", "../ui/app.tsx", "type"],
    ["src/ui/hex/hex.tsx", "../../../workers/vhdx/open.ts", "type"],
    ["src/ui/hex/hex.tsx", "../../../workers/api/index.ts", "value"],
    ["src/ui/hex/hex.tsx", "../../../workers/engine.worker.ts?worker", "value"],
    ["src/ui/hex/hex.tsx", "comlink", "value"],
    ["src/helpers/all.ts", "./more.ts", "value"],
    ["e2e/open.spec.ts", "../src/state/store.ts", "value"],
  ];
  it.each(refused)("forbids %s to import %s (%s)", (file, specifier, kind) => {
    expect(forbidden(file, specifier, kind === "type")).toEqual(expect.any(String));
  });
});

describe("the linter", () => {
  const planted = {
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "allowImportingTsExtensions": true, "noEmit": true } }',
    // Its globs are relative to its own folder, so it must be beside the planted files.
    ".oxlintrc.json": readFileSync(path.join(root, ".oxlintrc.json"), "utf8").replaceAll(
      "./scripts/lint/",
      path.join(root, "scripts/lint/").replaceAll("\\", "/"),
    ),
    "src/ui/told/words.ts": 'export const WORDS = { title: "All of the text" };',
    "src/ui/told/text.tsx": "export const A = () => <p>All of the text</p>;",
    "src/ui/told/label.tsx": 'export const A = () => <a href="#a" title="Text" />;',
    "src/ui/told/property.ts": 'export const choice = { id: "text", label: "Text" };',
    "src/ui/told/literal.ts": 'export const said = "Not all of it";',
    "src/ui/told/template.ts": "export const said = (count: number) => `${count} of the bytes`;",
    "src/ui/told/sound.tsx":
      'import { WORDS } from "./words.ts";\nexport const A = () => <a href="#a" title={WORDS.title} />;',
    "src/ui/told/thrown.ts": 'export const never = () => new Error("No such thing here");',
    "src/ui/told/query.ts": 'export const dark = () => matchMedia("(prefers-color-scheme: dark)");',
    "src/ui/told/classes.tsx": 'export const A = () => <p className="wide open" />;',
    "src/ui/told/told.test.ts": 'export const said = "Not all of it";',
    "src/ui/untold/text.tsx": "export const A = () => <p>Text in a folder that has no words.ts yet</p>;",
    "src/actions/literal.ts": 'export const said = "Not all of it";',
    "src/actions/help/error-words.ts": 'export const said = "Not all of it";',
    "src/state/literal.ts": 'export const said = "Not all of it";',
    "workers/store/s.ts": 'export { x } from "../vhdx/v.ts";',
    "workers/vhdx/v.ts": "export const x = 1;",
    "workers/bytes/dynamic.ts": 'export const late = () => import("../store/s.ts");',
    "workers/bytes/all.ts": 'export * from "../store/s.ts";',
    "workers/bytes/type.ts": 'export type S = import("../store/s.ts").S;',
    "src/ui/worker.ts": 'export const url = new URL("../../workers/engine.worker.ts", import.meta.url);',
    "src/ui/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;',
    "src/ui/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;',
    "workers/vhdx/c.ts": 'import type { D } from "./d.ts";\nexport interface C { readonly d: D }',
    "workers/vhdx/d.ts": 'import type { C } from "./c.ts";\nexport interface D { readonly c: C }',
    "src/state/float.ts":
      "declare const write: () => Promise<void>;\nexport const save = () => {\n  write();\n};",
    "workers/vhdx/dom.ts": "export const name = document.title;",
    "src/actions/pick.ts": 'export const has = () => Reflect.has(globalThis, "showSaveFilePicker");',
    "src/ui/storage.ts": "export const root = () => navigator.storage.getDirectory();",
    "workers/engine/taken.ts": "export const { storage } = navigator;",
    "src/ui/agent.ts": "export const agent = () => navigator.userAgent;",
    "src/client/abilities/root.ts": "export const root = () => navigator.storage.getDirectory();",
    "workers/vhdx/log.ts": 'console.log("read");',
    "workers/fs/ext/damage.ts":
      "export const ok = (read: () => void) => {\n  try {\n    read();\n  } catch {\n    return false;\n  }\n  return true;\n};",
  };
  let dir = "";
  let fired: Record<string, string[]> = {};

  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), "platter-lint-"));
    for (const [name, text] of Object.entries(planted)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), `${text}\n`);
    }
    fired = lint(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each([
    ["workers/store/s.ts", "platter(layers)"],
    ["workers/bytes/dynamic.ts", "platter(layers)"],
    ["workers/bytes/all.ts", "platter(layers)"],
    ["workers/bytes/type.ts", "platter(layers)"],
    ["src/ui/worker.ts", "platter(layers)"],
    ["src/ui/a.ts", "import(no-cycle)"],
    ["workers/vhdx/c.ts", "import(no-cycle)"],
    ["src/state/float.ts", "typescript(no-floating-promises)"],
    ["workers/vhdx/dom.ts", "eslint(no-restricted-globals)"],
    ["workers/vhdx/log.ts", "eslint(no-console)"],
    ["src/actions/pick.ts", "abilities(one-place)"],
    ["src/ui/storage.ts", "abilities(one-place)"],
    ["workers/engine/taken.ts", "abilities(one-place)"],
    ["workers/fs/ext/damage.ts", "tolerant(no-catch)"],
    ["src/ui/told/text.tsx", "words(together)"],
    ["src/ui/told/label.tsx", "words(together)"],
    ["src/ui/told/property.ts", "words(together)"],
    ["src/ui/told/literal.ts", "words(together)"],
    ["src/ui/told/template.ts", "words(together)"],
    ["src/ui/untold/text.tsx", "words(together)"],
    ["src/actions/literal.ts", "words(together)"],
  ])("reports %s: %s", (file, rule) => {
    expect(fired[file]).toContain(rule);
  });

  it("finds nothing wrong in a sound file", () => {
    expect(fired["workers/vhdx/v.ts"]).toBeUndefined();
  });

  it.each(["src/ui/agent.ts", "src/client/abilities/root.ts"])("lets %s ask the browser", (file) => {
    expect(fired[file] ?? []).not.toContain("abilities(one-place)");
  });

  it.each([
    "words.ts",
    "sound.tsx",
    "thrown.ts",
    "query.ts",
    "classes.tsx",
    "told.test.ts",
    "../../actions/help/error-words.ts",
    "../../state/literal.ts",
  ])("leaves the text of %s where it is", (name) => {
    expect(fired[path.posix.join("src/ui/told", name)] ?? []).not.toContain("words(together)");
  });
});

/** The rules that fired, by file. */
function lint(dir: string): Record<string, string[]> {
  const oxlint = path.join(root, "node_modules/oxlint/bin/oxlint");
  let output: string;
  try {
    output = execFileSync(process.execPath, [oxlint, "--type-aware", "-f", "json"], {
      cwd: dir,
      encoding: "utf8",
    });
  } catch (error) {
    // A run with errors exits with 1; its report is still on stdout.
    output = (error as { stdout: string }).stdout;
  }
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  const fired: Record<string, string[]> = {};
  for (const { filename, code } of diagnostics) (fired[filename] ??= []).push(code);
  return fired;
}

/**
 * The dependency rule of the project, as an oxlint rule: which folder may import what. One table of what is allowed, not a list
 * of forbidden patterns per folder: anything that is not named here is an error, a new folder included.
 *
 * Checked: `import`, `export … from`, `import()`, `import("…")` types and `new URL("…", import.meta.url)`, which
 * names a worker.
 */
import path from "node:path";

/**
 * `values`: layers that may be imported from (a layer may always import itself). `types`: layers of which only types
 * may be imported. `packages`: npm packages. `node`: whether Node's own modules may be imported.
 *
 * @typedef {{ values?: string[], types?: string[], packages?: string[], node?: boolean }} Layer
 */

/** Folders and single files, from the root of the project; the longest name that fits a file is its layer. */
/** @type {Record<string, Layer>} */
const LAYERS = {
  "workers/api": { types: ["workers/shared"] },
  "workers/shared": { types: ["workers/api"] },
  "workers/bytes": { values: ["workers/shared"], types: ["workers/api"], packages: ["hash-wasm"] },
  "workers/store": { values: ["workers/bytes", "workers/shared"], types: ["workers/api"] },
  "workers/vhdx": { values: ["workers/bytes", "workers/shared", "workers/store"], types: ["workers/api"] },
  "workers/volume": {
    values: ["workers/bytes", "workers/shared", "workers/store", "workers/vhdx"],
    types: ["workers/api"],
  },
  "workers/fs": {
    values: ["workers/bytes", "workers/shared", "workers/store", "workers/volume"],
    types: ["workers/api"],
  },
  "workers/engine": {
    values: [
      "workers/bytes",
      "workers/fs",
      "workers/shared",
      "workers/store",
      "workers/vhdx",
      "workers/volume",
    ],
    types: ["workers/api"],
    packages: ["comlink", "hash-wasm", "valibot"],
  },
  "workers/node": {
    values: [
      "package.json",
      "workers/bytes",
      "workers/engine",
      "workers/fs",
      "workers/shared",
      "workers/store",
      "workers/vhdx",
      "workers/volume",
    ],
    types: ["workers/api"],
    node: true,
  },
  "workers/testing": {
    values: [
      "workers/bytes",
      "workers/engine",
      "workers/fs",
      "workers/shared",
      "workers/store",
      "workers/vhdx",
      "workers/volume",
    ],
    types: ["workers/api"],
    packages: ["fast-check", "vite"],
  },
  // Starts PowerShell and Python.
  "workers/testing/powershell": {
    values: ["e2e/support", "workers/engine", "workers/shared", "workers/store", "workers/testing"],
    node: true,
  },
  // Reads packed images beside it.
  "workers/testing/fs": {
    values: ["workers/bytes", "workers/fs", "workers/shared", "workers/store"],
    node: true,
  },
  // Reads packed test images from the machine's disk.
  "workers/testing/cases.ts": { values: ["e2e/support"], node: true },
  "workers/testing/sparse-case.ts": { values: ["e2e/support"], node: true },
  "workers/engine.worker.ts": {
    values: ["workers/engine"],
    types: ["workers/api", "workers/store"],
    packages: ["comlink"],
  },
  "workers/hash.worker.ts": { values: ["workers/engine", "workers/shared"] },
  "workers/read.worker.ts": { values: ["workers/shared", "workers/store"] },
  "workers/offline.worker.ts": {},

  "src/client": {
    values: [
      "workers/engine.worker.ts",
      "workers/hash.worker.ts",
      "workers/read.worker.ts",
      "workers/shared",
    ],
    types: ["workers/api"],
    packages: ["comlink"],
  },
  "src/samples": {},
  "src/state": {
    values: ["src/client", "workers/shared"],
    types: ["workers/api"],
    packages: ["valibot", "zustand"],
  },
  "src/actions": {
    values: ["src/client", "src/samples", "src/state", "workers/shared"],
    types: ["workers/api"],
  },
  "src/ui": {
    values: ["src/actions", "src/client", "src/state", "workers/shared"],
    types: ["workers/api"],
    packages: [
      "lucide-react",
      "react",
      "react-aria-components",
      "react-dom",
      "react-resizable-panels",
      "zustand",
    ],
  },
  "src/main.tsx": {
    values: ["src/actions", "src/client", "src/state", "src/ui"],
    packages: ["react", "react-dom"],
  },

  "package.json": {},
  scripts: {
    values: ["e2e/support", "package.json", "workers"],
    packages: ["@playwright/test", "ajv", "commander", "fast-check", "fflate", "tsx", "vite", "vitest"],
    node: true,
  },
  "scripts/build/single/vite.config.ts": {
    values: ["package.json", "scripts"],
    packages: ["@vitejs/plugin-react", "vite"],
    node: true,
  },
  "e2e/support": {
    values: ["scripts"],
    types: ["workers/api"],
    packages: ["@axe-core/playwright", "@playwright/test"],
    node: true,
  },
  "e2e/conformance": { values: ["scripts", "workers"], packages: ["vite"] },
  "e2e/kill": { values: ["scripts", "workers"], packages: ["vite"] },
  "e2e/faulty": { values: ["vite.config.ts", "workers"], packages: ["comlink", "vite"], node: true },
  "e2e/oracle": { values: ["workers"], node: true },
  e2e: {
    values: [
      "e2e/conformance",
      "e2e/faulty",
      "e2e/kill",
      "e2e/oracle",
      "e2e/support",
      "package.json",
      "scripts",
    ],
    types: ["workers/api"],
    packages: ["@axe-core/playwright", "@playwright/test"],
    node: true,
  },
  "vite.config.ts": {
    values: ["package.json", "scripts", "workers/offline.worker.ts"],
    packages: ["@vitejs/plugin-react", "vite"],
    node: true,
  },
  "vitest.config.ts": { packages: ["vite", "vitest"] },
  "playwright.config.ts": {
    values: ["scripts"],
    types: ["e2e/support"],
    packages: ["@playwright/test"],
    node: true,
  },
};

/** What a unit test may import beyond its layer. @type {Required<Layer>} */
const TESTS = {
  values: ["e2e/support", "workers/testing"],
  types: [],
  packages: ["fast-check", "vitest"],
  node: true,
};

/** The layer's name, or null for a file that no layer covers. @param {string} file */
function layerOf(file) {
  const names = Object.keys(LAYERS).filter((name) => file === name || file.startsWith(`${name}/`));
  return names.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/**
 * Why `file` may not import `specifier`, or null if it may.
 *
 * @param {string} file path from the root, with forward slashes
 * @param {string} specifier
 * @param {boolean} typeOnly
 */
export function forbidden(file, specifier, typeOnly) {
  const from = layerOf(file);
  if (from === null) return `${file} belongs to no layer: add its folder to scripts/lint/layers.mjs.`;
  const layers = [LAYERS[from] ?? {}, ...(/\.test\.tsx?$/.test(file) ? [TESTS] : [])];

  if (specifier.startsWith("node:")) {
    return layers.some((layer) => layer.node) ? null : `${from} has no Node: it runs in a browser.`;
  }
  if (!specifier.startsWith(".")) {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return layers.some((layer) => layer.packages?.includes(name))
      ? null
      : `${from} may not import the package ${name}.`;
  }

  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ""));
  const to = layerOf(target);
  if (to === null) return `${target} belongs to no layer.`;
  /** @param {string[] | undefined} names */
  const covers = (names) => names?.some((name) => to === name || to.startsWith(`${name}/`)) ?? false;
  if (to === from || layers.some((layer) => covers(layer.values))) return null;
  if (layers.some((layer) => covers(layer.types))) {
    return typeOnly ? null : `${from} may import types alone from ${to}: write \`import type\`.`;
  }
  return `${from} may not import from ${to}.`;
}

/** @type {any} */
const rule = {
  meta: { type: "problem", schema: [] },
  create(/** @type {any} */ context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, "/");
    /** @param {any} source @param {boolean} typeOnly */
    const check = (source, typeOnly) => {
      if (typeof source?.value !== "string") return;
      const message = forbidden(file, source.value, typeOnly);
      if (message !== null) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (/** @type {any} */ node) => check(node.source, node.importKind === "type"),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node.source, node.exportKind === "type"),
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node.source, node.exportKind === "type"),
      ImportExpression: (/** @type {any} */ node) => check(node.source, false),
      TSImportType: (/** @type {any} */ node) => check(node.source ?? node.argument?.literal, true),
      NewExpression: (/** @type {any} */ node) => {
        const [url, base] = node.arguments;
        const namesCode = /\.[cm]?[jt]sx?(\?|$)/.test(url?.value);
        if (node.callee.name === "URL" && base?.object?.type === "MetaProperty" && namesCode)
          check(url, false);
      },
    };
  },
};

export default { meta: { name: "platter" }, rules: { layers: rule } };

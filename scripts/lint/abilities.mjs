// @ts-check
import path from "node:path";

/**
 * The lint rule that keeps what not every browser can do in one place on each side: the page and the engine ask there, and get null
 * where the browser lacks something.
 */

const PLACES = ["src/client/abilities/", "workers/store/own-storage.ts"];

/** Names that some browsers don't know. */
const OPTIONAL = new Set([
  "beforeinstallprompt",
  "cancelIdleCallback",
  "getAsFileSystemHandle",
  "launchQueue",
  "queryPermission",
  "requestIdleCallback",
  "requestPermission",
  "showDirectoryPicker",
  "showOpenFilePicker",
  "showSaveFilePicker",
]);

/** What every browser that runs the page has of `navigator`. */
const ALWAYS = new Set(["userAgent"]);

const MESSAGE =
  "Not every browser has this: ask for it in src/client/abilities (workers/store/own-storage.ts in the engine).";

/** Whether the rule holds for a file. @param {string} file from the root of the project */
function isHeld(file) {
  return (
    /^(src|workers)\//.test(file) &&
    !/\.(test|fixture)\.tsx?$/.test(file) &&
    !file.startsWith("workers/testing/") &&
    !PLACES.some((place) => file.startsWith(place))
  );
}

/** @type {any} */
const rule = {
  meta: { type: "problem", schema: [] },
  create(/** @type {any} */ context) {
    if (!isHeld(path.relative(context.cwd, context.filename).replaceAll(path.sep, "/"))) return {};
    /** @param {any} node */
    const report = (node) => context.report({ node, message: MESSAGE });
    return {
      Identifier: (/** @type {any} */ node) => {
        if (OPTIONAL.has(node.name)) report(node);
        if (node.name !== "navigator") return;
        const { parent } = node;
        const isObject = parent?.type === "MemberExpression" && parent.object === node;
        if (!isObject || parent.computed || !ALWAYS.has(parent.property.name)) report(node);
      },
      Literal: (/** @type {any} */ node) => {
        if (OPTIONAL.has(node.value)) report(node);
      },
    };
  },
};

export default { meta: { name: "abilities" }, rules: { "one-place": rule } };

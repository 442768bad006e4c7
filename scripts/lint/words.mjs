// @ts-check
import path from "node:path";

/**
 * The lint rule that keeps the page's text together: each folder of `src/ui` and `src/actions` has all of its text in its `words.ts`
 * or, where that is long, in files that end in `-words.ts`, so that the text can be read through, and translated. Single words in other places of an expression are not found.
 */

/** Attributes and properties whose value a person reads. */
const READ = new Set([
  "alt",
  "aria-label",
  "aria-roledescription",
  "detail",
  "hint",
  "label",
  "placeholder",
  "title",
]);

/** Attributes whose value is a list of words that no person reads. */
const NOT_READ = new Set(["className", "placement"]);

/** Whether a text has two words one after the other. @param {unknown} text */
const isSentence = (text) => typeof text === "string" && /\p{L}{2,}[,:;]? \p{L}/u.test(text);

/** Whether a text has a letter. @param {unknown} text */
const hasLetter = (text) => typeof text === "string" && /\p{L}/u.test(text);

/** Whether the rule holds for a file. @param {string} file */
function isHeld(file) {
  // The engine has files of that name too, which hold words of another kind.
  if (!/[\\/]src[\\/](ui|actions)[\\/]/.test(file)) return false;
  const name = path.basename(file);
  return !/^([\w-]+-)?words\.ts$/.test(name) && !/\.(test|fixture)\.tsx?$/.test(name);
}

/** @type {any} */
const rule = {
  meta: { type: "problem", schema: [] },
  create(/** @type {any} */ context) {
    if (!isHeld(context.filename)) return {};
    const reported = new Set();
    /** @param {any} node */
    const report = (node) => {
      if (reported.has(node)) return;
      reported.add(node);
      context.report({ node, message: "Text that a person reads: put it into words.ts of this folder." });
    };
    /** An error that only a developer sees, a media query, a list of classes. @param {any} node */
    const isForMachines = ({ parent }) =>
      (parent?.type === "NewExpression" && parent.callee?.name === "Error") ||
      (parent?.type === "CallExpression" && parent.callee?.name === "matchMedia") ||
      (parent?.type === "JSXAttribute" && NOT_READ.has(parent.name.name));
    return {
      JSXText: (/** @type {any} */ node) => {
        if (hasLetter(node.value)) report(node);
      },
      JSXAttribute: (/** @type {any} */ node) => {
        const { name, namespace } = node.name;
        const full = typeof name === "string" ? name : `${namespace?.name}:${name?.name}`;
        if (READ.has(full) && hasLetter(node.value?.value)) report(node.value);
      },
      Property: (/** @type {any} */ node) => {
        const name = node.key?.name ?? node.key?.value;
        if (READ.has(name) && hasLetter(node.value?.value)) report(node.value);
      },
      Literal: (/** @type {any} */ node) => {
        if (isSentence(node.value) && !isForMachines(node)) report(node);
      },
      TemplateElement: (/** @type {any} */ node) => {
        if (isSentence(node.value?.cooked) && !isForMachines(node.parent)) report(node);
      },
    };
  },
};

export default { meta: { name: "words" }, rules: { together: rule } };

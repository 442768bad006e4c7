/**
 * Actions whose meaning depends on the screen. A screen provides handlers while it is shown; keys, palette and menus use them.
 */
export const CONTEXTUAL = [
  "find",
  "find-next",
  "find-previous",
  "next-field",
  "previous-field",
  "next-difference",
  "previous-difference",
  "add-bookmark",
  "copy-offset",
  "copy-bytes",
  "save-bytes",
  "edit-bytes",
  "paste-bytes",
  "fill-range",
  "zero-range",
  "apply-log",
  "discard-log",
] as const;
export type Contextual = (typeof CONTEXTUAL)[number];

export type Handlers = { readonly [name in Contextual]?: () => void | Promise<void> };

const stack: Handlers[] = [];

/**
 * Says what contextual actions mean from now on. The latest registration that knows a name wins, so a dialog or a
 * focused pane can stand before its screen. Components use `useContextual` of src/ui instead.
 *
 * @returns a function that takes the handlers away again.
 */
export function provide(handlers: Handlers): () => void {
  stack.push(handlers);
  return () => {
    const at = stack.lastIndexOf(handlers);
    if (at >= 0) stack.splice(at, 1);
  };
}

/** The present handler of a name; null where the screen has none. */
export function handlerOf(name: Contextual): (() => void | Promise<void>) | null {
  return stack.findLast((handlers) => handlers[name] !== undefined)?.[name] ?? null;
}

/** Applies typed bytes; resolves when the engine has answered. Null where nothing was typed. */
export type Settle = () => Promise<unknown> | null;

const held = new Set<Settle>();

/**
 * Registers a view that may hold typed bytes that are not applied yet.
 *
 * @param settle applies them.
 * @returns a function that takes the view away again.
 */
export function holdTyping(settle: Settle): () => void {
  held.add(settle);
  return () => held.delete(settle);
}

/** Applies typed bytes of all views before the next action, so that Undo undoes them first. */
export function settleTyping(): Promise<unknown> | null {
  const settling = Array.from(held, (settle) => settle()).filter((each) => each !== null);
  return settling.length === 0 ? null : Promise.all(settling);
}

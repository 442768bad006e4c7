/** Applies what was typed; resolves when the engine has answered. Null where nothing was typed. */
export type Settle = () => Promise<unknown> | null;

const held = new Set<Settle>();

/**
 * Tells that a view may hold typed bytes that are not applied yet.
 *
 * @param settle applies them.
 * @returns a function that takes the view away again.
 */
export function holdTyping(settle: Settle): () => void {
  held.add(settle);
  return () => held.delete(settle);
}

/** Applies what was typed anywhere: what comes next has to find it, and Undo has to take it back first. */
export function settleTyping(): Promise<unknown> | null {
  const settling = Array.from(held, (settle) => settle()).filter((each) => each !== null);
  return settling.length === 0 ? null : Promise.all(settling);
}

/** Applies what was typed; resolves when the engine has answered. */
export type Settle = () => Promise<void>;

const held = new Set<Settle>();

/**
 * Tells that a view may hold typed bytes that are not applied yet.
 *
 * @param settle applies them, and does nothing where there are none.
 * @returns a function that takes the view away again.
 */
export function holdTyping(settle: Settle): () => void {
  held.add(settle);
  return () => held.delete(settle);
}

/** Applies what was typed anywhere: what comes next has to find it, and Undo has to take it back first. */
export async function settleTyping(): Promise<void> {
  await Promise.all(Array.from(held, (settle) => settle()));
}

import type { Action } from "./registry.ts";

/**
 * How well typed text matches a title: higher is better, null is no match. Every word must begin a word of the title, or at least
 * occur in it; a match at the start of the title counts most.
 */
export function fit(query: string, title: string): number | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = title.toLowerCase();
  const starts = text.split(/[^a-z0-9]+/);
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    if (at === 0) score += 3;
    else if (starts.some((start) => start.startsWith(word))) score += 2;
    else score += 1;
  }
  return score;
}

/** The actions that match the typed text, best first; all actions in order where there is no text. */
export function matchingActions(query: string, actions: readonly Action[]): readonly Action[] {
  return actions
    .map((action) => ({
      action,
      score: fit(query, action.title) ?? fit(query, `${action.group} ${action.title}`),
    }))
    .filter((each): each is { action: Action; score: number } => each.score !== null)
    .toSorted((a, b) => b.score - a.score)
    .map((each) => each.action);
}

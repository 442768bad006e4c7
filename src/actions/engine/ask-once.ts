/** A question's name, and what its answer depends on. */
export type QuestionKey = readonly [name: string, ...dependsOn: readonly (string | number | null)[]];

interface Asked {
  readonly key: string;
  readonly answer: Promise<unknown>;
}

const latest = new Map<string, Asked>();

/**
 * Asks a question once for all that want the answer, until it depends on something else. One answer is kept for each name. A failure
 * is not kept: who asks next, asks again.
 */
export function askOnce<T>(key: QuestionKey, ask: () => Promise<T>): Promise<T> {
  const [name] = key;
  const text = JSON.stringify(key);
  const known = latest.get(name);
  if (known?.key === text) return known.answer as Promise<T>;
  const answer = ask();
  const asked = { key: text, answer };
  latest.set(name, asked);
  answer.catch(() => {
    if (latest.get(name) === asked) latest.delete(name);
  });
  return answer;
}

/** Forgets all answers: those of an engine that is gone may never come. */
export function forgetAnswers(): void {
  latest.clear();
}

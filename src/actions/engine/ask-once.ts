/** The name of a request, and everything that its answer depends on. */
export type QuestionKey = readonly [name: string, ...dependsOn: readonly (string | number | null)[]];

interface Asked {
  readonly key: string;
  readonly answer: Promise<unknown>;
}

const latest = new Map<string, Asked>();

/**
 * Shares one request between all callers, as long as its dependencies are the same. One answer is kept for each name. A failure
 * is not kept: the next caller asks again.
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

/** Drops all answers, since those of a crashed engine may never come. */
export function forgetAnswers(): void {
  latest.clear();
}

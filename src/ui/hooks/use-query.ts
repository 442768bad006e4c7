import { useEffect, useRef, useState } from "react";
import { isAboutTheFile, reportTrouble } from "../../actions/engine/trouble.ts";
import { type VhdxError, toVhdxError } from "../../../workers/shared/error.ts";
import { WORDS } from "./words.ts";

export interface Query<T> {
  /** The last answer; kept while the next one is on its way, so that views don't flicker. */
  readonly data: T | null;
  readonly error: VhdxError | null;
  readonly loading: boolean;
}

/**
 * Asks the engine for what a view shows. Only the answer to the latest question is taken. Trouble with the open file
 * itself goes to the page's banner as well.
 *
 * @param ask null where there is nothing to ask.
 * @param key what the question depends on, flattened to strings and numbers; a change asks again.
 */
export function useQuery<T>(
  ask: (() => Promise<T>) | null,
  key: readonly (string | number | boolean | null)[],
): Query<T> {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const flat = JSON.stringify(key);
  const idle = ask === null;
  const [query, setQuery] = useState<Query<T> & { readonly of: string }>({
    data: null,
    error: null,
    loading: !idle,
    of: flat,
  });
  useEffect(() => {
    let current = true;
    const question = latest.current;
    if (question === null) {
      setQuery({ data: null, error: null, loading: false, of: flat });
      return;
    }
    setQuery((last) => ({ ...last, loading: true, of: flat }));
    question().then(
      (data) => current && setQuery({ data, error: null, loading: false, of: flat }),
      (thrown: unknown) => {
        if (!current) return;
        const error = toVhdxError(thrown);
        if (isAboutTheFile(error)) reportTrouble(WORDS.readingFile, error);
        setQuery((last) => ({ ...last, error, loading: false }));
      },
    );
    return () => {
      current = false;
    };
  }, [flat, idle]);
  // The question may have changed in this very render, before it is asked.
  return { ...query, loading: !idle && (query.loading || query.of !== flat) };
}

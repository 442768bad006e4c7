import { useEffect, useState } from "react";

/** What is done sooner needs to be shown nowhere. */
const LATE_AFTER_MS = 300;

/**
 * Whether something that still goes on takes long enough to be shown.
 *
 * @param startedAt on the clock of `performance.now`; null while nothing goes on
 */
export function useLate(startedAt: number | null): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (startedAt === null) return;
    const left = startedAt + LATE_AFTER_MS - performance.now();
    const timer = setTimeout(() => setLate(true), Math.max(0, left));
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [startedAt]);
  return late;
}

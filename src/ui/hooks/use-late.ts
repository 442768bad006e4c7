import { useEffect, useState } from "react";

/** Work that ends sooner is not shown, ms. */
const LATE_AFTER_MS = 300;

/**
 * Whether running work has taken long enough to be shown.
 *
 * @param startedAt on the clock of `performance.now`; null while nothing runs
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

import { useEffect, useState } from "react";

/**
 * The value once it has not changed for `wait` ms, for a view that need not follow every step of a drag.
 *
 * @param wait ms.
 */
export function useSettled<T>(value: T, wait: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}

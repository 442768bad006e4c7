import { useEffect } from "react";
import { useStore } from "../../state/store.ts";

/** Names the tab after the open file. */
export function useTitle(): void {
  const name = useStore((state) => state.summary?.name ?? null);
  useEffect(() => {
    document.title = name === null ? "Platter" : `${name} – Platter`;
  }, [name]);
}

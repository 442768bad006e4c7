import { useEffect } from "react";
import { useStore } from "../../state/store.ts";
import { visibleText } from "../../../workers/shared/visible-text.ts";

/** Names the tab after the open file. */
export function useTitle(): void {
  const name = useStore((state) => state.summary?.name ?? null);
  useEffect(() => {
    document.title = name === null ? "Platter" : `${visibleText(name)} – Platter`;
  }, [name]);
}

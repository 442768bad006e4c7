import { useStore } from "../../../state/store.ts";
import { useContextual } from "../../hooks/use-contextual.ts";

/** Find on a screen about the log: its bytes are on the Structure screen, so the search goes on there, in the log alone. */
export function useFindInLog(): void {
  useContextual({
    find: () => {
      const { setFind, show } = useStore.getState();
      setFind({ findOpen: true, findInLog: true, found: null });
      show("structure");
    },
  });
}

import type { Change } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { goToDiskOffset, goToFileOffset, goToNode } from "./places.ts";

/** Shows on the Edited layer what a change is about. */
export async function goToChange({ space, offset, length, node, field }: Change): Promise<void> {
  useStore.getState().setLayer("edited");
  if (node !== null) await goToNode(node, { screen: "structure", field });
  else if (space === "disk") await goToDiskOffset(offset, length, { screen: "disk" });
  else await goToFileOffset(offset, length, { screen: "structure" });
}

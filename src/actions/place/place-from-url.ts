import { useStore } from "../../state/store.ts";
import type { UrlPlace } from "../../state/url.ts";
import { goToDiskOffset, goToFileOffset, goToNode } from "./places.ts";

/** Goes to the place in the page's address, as far as the open image has it. */
export async function showPlace(place: UrlPlace): Promise<void> {
  const { summary, setLayer, setUpTo, setPlace, setComparison, setBrowse, show } = useStore.getState();
  if (summary === null) return;
  if (place.layer !== null && summary.layers[place.layer].available) setLayer(place.layer);
  if (place.upTo !== null && place.upTo <= summary.activeEntries) setUpTo(place.upTo);
  if (place.screen !== null) show(place.screen);
  if (place.screen === "compare") setComparison(place.comparison);
  if (place.browse !== null) setBrowse(place.browse);
  const { node, field, file, disk, finding } = place;
  // Each of these also sets the others, so the most specific one comes first; values in the address then replace derived ones.
  let stays = true;
  if (node !== null) stays = await goToNode(node, { field, jump: false });
  else if (file !== null) stays = await goToFileOffset(file.offset, file.length);
  else if (disk !== null) stays = await goToDiskOffset(disk.offset, disk.length);
  if (stays) setPlace({ ...(file && { file }), ...(disk && { disk }), finding }, true);
}

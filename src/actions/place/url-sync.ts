import { useStore } from "../../state/store.ts";
import { readHash, writeHash } from "../../state/url.ts";
import { openSample } from "../files/open.ts";
import { setPendingPlace } from "./pending-place.ts";
import { showPlace } from "./place-from-url.ts";
import { reportTrouble } from "../engine/trouble.ts";

/** Browsers refuse a page that writes its address too often. */
const QUIET_MS = 250;

let timer: ReturnType<typeof setTimeout> | undefined;
let lastScreen: string | null = null;

function write(): void {
  const state = useStore.getState();
  if (state.status === "opening" || state.status === "failed") return;
  const hash = state.summary === null ? "" : writeHash(state, state.sample);
  if (hash === location.hash) return;
  const address = hash === "" ? location.pathname + location.search : hash;
  // A screen is worth a step back; a selection is not.
  const step = lastScreen !== null && state.summary !== null && lastScreen !== state.screen;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  lastScreen = state.summary === null ? null : state.screen;
}

async function follow(): Promise<void> {
  const place = readHash(location.hash);
  const { summary, sample } = useStore.getState();
  lastScreen = place.screen;
  if (place.sample !== null && place.sample !== sample) await openSample(place.sample, place);
  else if (summary !== null) await showPlace(place);
  else setPendingPlace(place);
}

/** Keeps the hash and the place in step from now on, and opens the sample that the address names. */
export function startUrlSync(): void {
  const followSafely = () =>
    void follow().catch((thrown: unknown) => reportTrouble("Can't go there", thrown));
  useStore.subscribe((state, before) => {
    const same =
      state.status === before.status &&
      state.sample === before.sample &&
      state.screen === before.screen &&
      state.layer === before.layer &&
      state.upTo === before.upTo &&
      state.node === before.node &&
      state.field === before.field &&
      state.file === before.file &&
      state.disk === before.disk &&
      state.finding === before.finding &&
      state.compare === before.compare &&
      state.sideA === before.sideA &&
      state.sideB === before.sideB &&
      state.difference === before.difference;
    if (same) return;
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  });
  addEventListener("hashchange", followSafely);
  followSafely();
}

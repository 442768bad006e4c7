import { gestures, startGestures } from "../../client/gestures.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { readHash, type UrlPlace, writeHash } from "../../state/url.ts";
import { type Action } from "../commands/registry.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { showFile } from "../files/files.ts";
import { openSample } from "../files/open.ts";
import { type Entry, isStep, type Position, readEntry } from "../../state/history.ts";
import { setPendingPlace } from "./pending-place.ts";
import { showPlace } from "./place-from-url.ts";
import { WORDS } from "./words.ts";

/** Milliseconds without a change before the address is written: browsers refuse frequent writes. */
const QUIET_MS = 250;

const VISIT = crypto.randomUUID();

let timer: ReturnType<typeof setTimeout> | undefined;
/** The gesture that last changed the place. */
let changedBy = 0;
/** As the present entry says it; null before the first one. */
let written: Position | null = null;
/** The gesture that the present entry came of. What else the gesture changes belongs to that entry. */
let writtenBy = -1;
let index = 0;
/** Index of the last entry ahead. */
let top = 0;
/** Moves along the history that are not over yet: what they change is no new position. */
let following = 0;

function positionOf(state: AppState): Position {
  return {
    hash: state.summary === null ? "" : writeHash(state, state.sample),
    image: state.summary?.id ?? null,
    screen: state.screen,
    jumps: state.jumps,
  };
}

const isBetween = ({ status }: AppState) => status === "opening" || status === "failed";

function write(state: AppState): void {
  clearTimeout(timer);
  timer = undefined;
  if (following > 0 || isBetween(state)) return;
  const now = positionOf(state);
  const moved = written === null || now.hash !== written.hash || now.image !== written.image;
  const step = moved && written !== null && changedBy !== writtenBy && isStep(written, now);
  if (step || written === null) writtenBy = changedBy;
  written = now;
  if (!moved) return;
  if (step) {
    index += 1;
    top = index;
  }
  const entry: Entry = { visit: VISIT, index, image: now.image };
  const address = now.hash === "" ? location.pathname + location.search : now.hash;
  if (step) history.pushState(entry, "", address);
  else history.replaceState(entry, "", address);
}

/** Shows the file of an entry, where the entry is of this visit. @returns false where that file is not open any more. */
async function showFileOf(entry: Entry | null): Promise<boolean> {
  if (entry?.visit !== VISIT || entry.image === null) return true;
  await showFile(entry.image);
  return useStore.getState().summary?.id === entry.image;
}

async function goThere(place: UrlPlace, entry: Entry | null): Promise<void> {
  const there = await showFileOf(entry);
  const { summary, sample, show } = useStore.getState();
  if (place.sample !== null && place.sample !== sample) await openSample(place.sample, place);
  else if (summary === null) setPendingPlace(place);
  else if (there) await showPlace(place);
  // A place of a file that was closed means nothing in another one.
  else if (place.screen !== null) show(place.screen);
}

/** Goes where the address says, and takes the present entry for the position that comes of it. */
async function follow(state: unknown): Promise<void> {
  const entry = readEntry(state);
  clearTimeout(timer);
  timer = undefined;
  if (entry !== null) {
    ({ index } = entry);
    top = Math.max(top, index);
  } else if (written !== null) {
    // Typed by hand: the browser has made an entry after the present one.
    index += 1;
    top = index;
  }
  following += 1;
  const place = readHash(location.hash);
  // What the user does meanwhile is a step from here.
  const { jumps } = useStore.getState();
  const by = gestures();
  try {
    await goThere(place, entry);
  } finally {
    following -= 1;
    const now = useStore.getState();
    // What the address says may not be there any more, and the entry may be of another visit: then it is put right.
    if (following === 0 && !isBetween(now)) {
      const { image, screen } = positionOf(now);
      written = {
        hash: location.hash,
        image: entry?.visit === VISIT ? image : null,
        screen: place.screen ?? screen,
        jumps,
      };
      writtenBy = by;
      changedBy = gestures();
      timer = setTimeout(() => write(useStore.getState()), QUIET_MS);
    }
  }
}

function followSafely(state: unknown): void {
  follow(state).catch((thrown: unknown) => reportTrouble(WORDS.cantGo, thrown));
}

/** What of the store the address and its history speak of. */
function isSame(state: AppState, before: AppState): boolean {
  return (
    state.status === before.status &&
    state.summary?.id === before.summary?.id &&
    state.sample === before.sample &&
    state.screen === before.screen &&
    state.layer === before.layer &&
    state.upTo === before.upTo &&
    state.jumps === before.jumps &&
    state.node === before.node &&
    state.field === before.field &&
    state.file === before.file &&
    state.disk === before.disk &&
    state.finding === before.finding &&
    state.compare === before.compare &&
    state.sideA === before.sideA &&
    state.sideB === before.sideB &&
    state.difference === before.difference &&
    state.browse === before.browse
  );
}

/** Keeps the hash, the history and the place in step from now on, and opens the sample that the address names. */
export function startUrlSync(): void {
  startGestures();
  useStore.subscribe((state, before) => {
    if (isSame(state, before) || following > 0) return;
    const by = gestures();
    // A jump leaves the entry behind with the selection that was made last.
    if (timer !== undefined && by !== changedBy && isStep(positionOf(before), positionOf(state)))
      write(before);
    changedBy = by;
    clearTimeout(timer);
    timer = setTimeout(() => write(useStore.getState()), QUIET_MS);
  });
  addEventListener("popstate", (event) => followSafely(event.state));
  index = readEntry(history.state)?.index ?? 0;
  top = index;
  followSafely(history.state);
}

/** The browser does the same with these keys; so the palette lists them, and no view takes them for its own arrows. */
export const HISTORY_ACTIONS: readonly Action[] = [
  {
    id: "go.back",
    title: WORDS.back,
    group: "Go",
    keys: ["Alt+ArrowLeft"],
    when: () => index > 0,
    run: () => history.back(),
  },
  {
    id: "go.forward",
    title: WORDS.forward,
    group: "Go",
    keys: ["Alt+ArrowRight"],
    when: () => index < top,
    run: () => history.forward(),
  },
];

import { useStore } from "../../state/store.ts";
import { editsText, matches, worksWhileTyping } from "./keys.ts";
import { allActions, isAvailable, runAction } from "./registry.ts";

const TEXT =
  'input:not([type="radio"]):not([type="checkbox"]):not([type="range"]), textarea, [contenteditable="true"]';
const TYPING = `${TEXT}, select, [role="menu"], [role="listbox"], [role="combobox"], [data-typing]`;
const DIALOG = '[role="dialog"], [role="alertdialog"]';

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(DIALOG) != null) return;
  const text = target?.closest(TEXT) != null;
  const typing = target?.closest(TYPING) != null;
  const state = useStore.getState();
  for (const action of allActions()) {
    const keys = action.keys?.find((each) => matches(event, each));
    if (keys === undefined || (typing && !worksWhileTyping(keys)) || (text && editsText(keys))) continue;
    if (!isAvailable(action, state)) continue;
    event.preventDefault();
    void runAction(action.id);
    return;
  }
}

/** Chords with Alt come before the views, which take arrows for their cursors. */
function onAltKeyDown(event: KeyboardEvent): void {
  if (!event.altKey) return;
  onKeyDown(event);
  if (event.defaultPrevented) event.stopPropagation();
}

/** Runs actions by their keys from now on. */
export function startKeys(): void {
  document.addEventListener("keydown", onKeyDown);
  document.addEventListener("keydown", onAltKeyDown, { capture: true });
}

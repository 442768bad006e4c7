import type { Sign } from "./stopwatch.ts";

/** Signs on the page that something is done. */

const VERDICT = "[role=status][aria-label=Verdict]";
const FACT = "table[aria-label=Facts] tbody tr";

/** The Overview of a file: its name, the verdict, the facts down to the BAT. */
export function overviewFilled(name: string): readonly Sign[] {
  return [{ selector: "h1", text: name }, { selector: VERDICT }, { selector: FACT, text: "entries" }];
}

/** The same, with the background check done. */
export function overviewChecked(name: string): readonly Sign[] {
  return [...overviewFilled(name), { selector: "main", text: "Not checked yet", gone: true }];
}

/** An export was saved to a file. */
export const EXPORT_SAVED: readonly Sign[] = [{ selector: "main", text: "Saved: " }];

/** The full check is done. */
export const FULLY_CHECKED: readonly Sign[] = [
  { selector: '[role=status][aria-label="Full check"]', text: "The full check is done" },
];

/** The Replayed layer is shown. */
export const REPLAYED: readonly Sign[] = [
  { selector: "[role=radiogroup][aria-label=Layer] label:has(input:checked)", text: "Replayed" },
];

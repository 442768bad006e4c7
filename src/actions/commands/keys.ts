/** The part of a keyboard event that identifies a chord. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState(name: "AltGraph"): boolean;
}

interface Chord {
  readonly key: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

function parse(keys: string): Chord {
  const parts = keys.split("+");
  return {
    key: (parts.at(-1) ?? "").toLowerCase(),
    control: parts.includes("Ctrl"),
    shift: parts.includes("Shift"),
    alt: parts.includes("Alt"),
  };
}

/** Whether the keys work in text fields too: they include Ctrl, or write no text. */
export function worksWhileTyping(keys: string): boolean {
  return /^Ctrl\+|^F\d+$|\+F\d+$/.test(keys);
}

/** Whether a text field handles these keys itself: there Undo undoes typing, not a change of the disk. */
export function editsText(keys: string): boolean {
  return /^Ctrl\+(Shift\+)?[ZY]$/.test(keys);
}

/**
 * Whether the press is that chord. Ctrl is Command on a Mac. A sign is told by what it writes, not by its key, so that
 * `[` works where it takes AltGr; hence Shift counts for letters and named keys alone.
 */
export function matches(press: Press, keys: string): boolean {
  const chord = parse(keys);
  if (press.key.toLowerCase() !== chord.key) return false;
  const written = press.getModifierState("AltGraph");
  const control = !written && (press.ctrlKey || press.metaKey);
  const alt = !written && press.altKey;
  if (control !== chord.control || alt !== chord.alt) return false;
  const isSign = chord.key.length === 1 && chord.key.toUpperCase() === chord.key && !/\d/.test(chord.key);
  return isSign || press.shiftKey === chord.shift;
}

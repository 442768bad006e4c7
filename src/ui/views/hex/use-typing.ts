import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import type { Span } from "../../../../workers/api/index.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import type { HexEditing, HexPatch } from "./types.ts";
import {
  bytesOfKey,
  digitOfKey,
  eraseTyped,
  touches,
  type Typed,
  typeBytes,
  typeDigit,
} from "./typed-run.ts";
import { WORDS } from "./words.ts";

/** After this long without a key, what was typed is applied, ms. */
const IDLE = 1000;
/** Applied runs that may still wait for the source's new bytes. */
const WAITING = 8;

export interface TypingPlan {
  /** Undefined for a read-only view. */
  readonly editing: HexEditing | undefined;
  /** Names the content of the source. */
  readonly sourceKey: string;
  /** Bytes of the source. */
  readonly size: number;
  /** Selected bytes; what is typed begins at the first. */
  readonly selected: Span;
  readonly head: number;
  /** The source's byte; null while it is not loaded. */
  readonly byteAt: (offset: number) => number | null;
  /** Whether the shown bytes of the span come from the present source. */
  readonly isFresh: (span: Span) => boolean;
  readonly moveTo: (offset: number) => void;
  /** Takes the focus, when typing is turned on. */
  readonly focus: () => void;
}

export interface Typing {
  /** What lies over the source's bytes: typed ones, and applied ones that the source does not have yet. */
  readonly patches: readonly HexPatch[];
  /** Which half of the byte at the cursor the next digit goes to; null where nothing is typed here. */
  readonly caret: "high" | "low" | "text" | null;
  /** Offset of the byte that the next character goes to: the first selected one, or the cursor's. */
  readonly caretAt: number;
  /** For the view's notice; empty where there is nothing to say. */
  readonly said: string;
  /** @returns whether the key was taken. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly onPaste: (event: ClipboardEvent) => void;
  readonly onBlur: () => void;
}

/** Typing over bytes: collected, shown at once, and applied as one change when the cursor leaves or the keys rest. */
export function useTyping(plan: TypingPlan): Typing {
  const { editing, sourceKey, size, selected, head } = plan;
  const [run, setRun] = useState<Typed["run"]>(null);
  const [past, setPast] = useState(false);
  const [atEnd, setAtEnd] = useState(false);
  const [applied, setApplied] = useState<readonly (HexPatch & { readonly key: string })[]>([]);
  // Keys, loss of the focus and commands can follow each other before React renders, so a ref holds the latest state.
  const latest = useRef<{ run: Typed["run"]; apply: HexEditing["apply"] | null; key: string }>({
    run: null,
    apply: null,
    key: sourceKey,
  });
  useEffect(() => {
    if (editing !== undefined) latest.current.apply = editing.apply;
    latest.current.key = sourceKey;
  });

  const hold = useCallback((next: Typed["run"]) => {
    latest.current.run = next;
    setRun(next);
  }, []);
  /** Applies what was typed; resolves with whether that went well. */
  const settle = useCallback((): Promise<boolean> | null => {
    const { run: typed, apply, key } = latest.current;
    if (typed === null || apply === null) return null;
    hold(null);
    const bytes = Uint8Array.from(typed.bytes);
    const patch = { offset: typed.offset, length: bytes.length, bytes, key };
    setApplied((waiting) => [...waiting, patch].slice(-WAITING));
    const waitFor = async () => {
      const done = await apply(typed.offset, bytes);
      if (!done) setApplied((waiting) => waiting.filter((each) => each !== patch));
      return done;
    };
    return waitFor();
  }, [hold]);

  const active = editing !== undefined;
  const turnedOn = useRef(active);
  const begin = useEffectEvent(() => {
    // If typing is on already when the screen is shown, the focus stays where it is.
    if (!turnedOn.current) plan.focus();
    return editing?.hold(settle);
  });
  useEffect(() => {
    if (!active) {
      turnedOn.current = false;
      return;
    }
    const leave = begin();
    turnedOn.current = true;
    return () => {
      void settle();
      leave?.();
    };
  }, [active, settle]);

  useEffect(() => {
    if (run === null || run.half !== null) return;
    const timer = setTimeout(() => void settle(), IDLE);
    return () => clearTimeout(timer);
  }, [run, settle]);

  const moved = useEffectEvent(() => {
    const typed = latest.current.run;
    if (typed !== null && !touches(typed, head)) void settle();
    if (head !== size - 1) setPast(false);
    setAtEnd(false);
  });
  useEffect(() => moved(), [head, selected.length]);

  const at = past ? size : run === null && selected.length > 1 ? selected.offset : head;
  const go = ({ run: typed, next }: Typed) => {
    hold(typed);
    setPast(next >= size);
    plan.moveTo(Math.min(next, size - 1));
  };

  const type = (key: string): boolean => {
    const values = editing?.column === "text" ? bytesOfKey(key) : null;
    const digit = editing?.column === "hex" ? digitOfKey(key) : null;
    if (values === null && digit === null) return false;
    const typed = latest.current.run;
    if (at + (values?.length ?? 1) > size) setAtEnd(true);
    else if (values !== null) go(typeBytes(typed, at, values));
    else {
      const current = plan.byteAt(at);
      // A byte that is not loaded has no low digit to keep. Scrolling to the byte loads it.
      if (current === null) plan.moveTo(at);
      else go(typeDigit(typed, at, digit ?? 0, current));
    }
    return true;
  };

  const onKey = (event: KeyboardEvent, { column, onColumn, onLeave }: HexEditing): boolean => {
    const typed = latest.current.run;
    // Browsers report AltGr as Ctrl and Alt.
    const written = event.getModifierState("AltGraph");
    if (!written && (event.ctrlKey || event.metaKey)) {
      if (event.key.toLowerCase() !== "z" || event.shiftKey || typed === null) return false;
      // Applied first, so that Redo can bring it again.
      void settle()?.then((done) => (done ? runAction("edit.undo") : undefined));
      plan.moveTo(typed.offset);
      return true;
    }
    if (!written && event.altKey) return false;
    switch (event.key) {
      case "Tab":
        if (event.shiftKey) return false;
        onColumn(column === "hex" ? "text" : "hex");
        return true;
      case "Enter":
        void settle();
        return true;
      case "Escape":
        if (typed === null) onLeave();
        else {
          hold(null);
          plan.moveTo(typed.offset);
        }
        return true;
      case "Backspace":
        go(eraseTyped(typed, at));
        return true;
      default:
        return type(event.key);
    }
  };

  const waiting = applied.filter((each) => each.key === sourceKey || !plan.isFresh(each));
  const patches: HexPatch[] =
    run === null
      ? waiting
      : [...waiting, { offset: run.offset, length: run.bytes.length, bytes: Uint8Array.from(run.bytes) }];
  return {
    patches,
    caret: !active ? null : editing.column === "text" ? "text" : run?.half === at ? "low" : "high",
    caretAt: Math.min(at, size - 1),
    said: atEnd ? (editing?.endText ?? "") : run === null ? "" : WORDS.typed(run.bytes.length),
    onKeyDown: (event) => {
      if (editing === undefined || !onKey(event, editing)) return false;
      event.preventDefault();
      return true;
    },
    onPaste: (event) => {
      if (editing === undefined) return;
      event.preventDefault();
      editing.onPaste(event.clipboardData);
    },
    onBlur: () => void settle(),
  };
}

import type { Slice } from "./slice.ts";
import { visibleText } from "../../workers/shared/visible-text.ts";

export interface Notice {
  readonly id: number;
  readonly tone: "info" | "error";
  readonly text: string;
}

/** Short messages about what was just done or went wrong; each goes away by itself or is closed. */
export interface NoticesSlice {
  readonly notices: readonly Notice[];
  notify(tone: Notice["tone"], text: string): void;
  dismissNotice(id: number): void;
}

/** Older ones make room. */
const MOST = 3;

export const noticesSlice: Slice<NoticesSlice> = (set) => {
  let last = 0;
  return {
    notices: [],
    notify: (tone, said) => {
      // Many name a file.
      const text = visibleText(said);
      last += 1;
      const id = last;
      set((state) => ({
        notices: [...state.notices.filter((each) => each.text !== text), { id, tone, text }].slice(-MOST),
      }));
    },
    dismissNotice: (id) => set((state) => ({ notices: state.notices.filter((each) => each.id !== id) })),
  };
};

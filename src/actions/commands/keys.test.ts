import { describe, expect, it } from "vitest";
import { editsText, matches, type Press, worksWhileTyping } from "./keys.ts";

function press(
  key: string,
  held: Partial<Record<"ctrl" | "meta" | "alt" | "shift" | "altGr", true>> = {},
): Press {
  return {
    key,
    ctrlKey: held.ctrl === true || held.altGr === true,
    metaKey: held.meta === true,
    altKey: held.alt === true || held.altGr === true,
    shiftKey: held.shift === true,
    getModifierState: () => held.altGr === true,
  };
}

describe("matches", () => {
  it("tells letters with and without Ctrl apart", () => {
    expect(matches(press("k", { ctrl: true }), "Ctrl+K")).toBe(true);
    expect(matches(press("k", { meta: true }), "Ctrl+K")).toBe(true);
    expect(matches(press("k"), "Ctrl+K")).toBe(false);
    expect(matches(press("m"), "M")).toBe(true);
    expect(matches(press("m", { ctrl: true }), "M")).toBe(false);
    expect(matches(press("m", { alt: true }), "M")).toBe(false);
  });

  it("tells arrows with and without Alt apart", () => {
    expect(matches(press("ArrowLeft", { alt: true }), "Alt+ArrowLeft")).toBe(true);
    expect(matches(press("ArrowLeft"), "Alt+ArrowLeft")).toBe(false);
    expect(matches(press("ArrowLeft", { alt: true, ctrl: true }), "Alt+ArrowLeft")).toBe(false);
    expect(worksWhileTyping("Alt+ArrowLeft")).toBe(false);
  });

  it("takes Caps Lock for no modifier, but Shift for one", () => {
    expect(matches(press("M"), "M")).toBe(true);
    expect(matches(press("M", { shift: true }), "M")).toBe(false);
    expect(matches(press("F8", { shift: true }), "Shift+F8")).toBe(true);
    expect(matches(press("F8", { shift: true }), "F8")).toBe(false);
  });

  it("tells signs by what they write, whatever keys that takes", () => {
    expect(matches(press("?", { shift: true }), "?")).toBe(true);
    expect(matches(press("[", { altGr: true }), "[")).toBe(true);
    expect(matches(press("]"), "]")).toBe(true);
  });

  it("keeps digits to themselves", () => {
    expect(matches(press("1"), "1")).toBe(true);
    expect(matches(press("1", { ctrl: true }), "1")).toBe(false);
    expect(matches(press("2"), "1")).toBe(false);
  });
});

it("worksWhileTyping holds for chords that write nothing", () => {
  expect(["Ctrl+K", "F8", "Shift+F8"].every(worksWhileTyping)).toBe(true);
  expect(["M", "?", "[", "1"].some(worksWhileTyping)).toBe(false);
});

it("editsText holds for what a text field undoes and redoes itself", () => {
  expect(["Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"].every(editsText)).toBe(true);
  expect(["Ctrl+S", "Z", "Ctrl+K"].some(editsText)).toBe(false);
});

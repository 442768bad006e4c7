import type { Page } from "@playwright/test";

/**
 * What is wrong with the page's layout as it is now, each as a sentence: a part of the page that is wider than its place, a control
 * that another one covers, a control that is cut off where nothing can be scrolled.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** A pixel of rounding is no fault. */
    const SLACK = 1.5;
    const faults: string[] = [];
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;

    for (const element of [
      document.documentElement,
      document.body,
      ...document.querySelectorAll("header, main, footer, [role=tabpanel]"),
    ])
      if (element.scrollWidth > element.clientWidth + SLACK)
        faults.push(`${nameOf(element)} is ${element.scrollWidth} wide in a place of ${element.clientWidth}`);

    // A table that is wider than its panel lies over the next one.
    for (const table of document.querySelectorAll("table, [role=table], [role=grid], [role=treegrid]")) {
      const panel = table.parentElement?.closest("section, [role=tabpanel]") ?? null;
      if (panel === null) continue;
      let scrolls = /auto|scroll/.test(getComputedStyle(panel).overflowX);
      for (
        let around = table.parentElement;
        around !== null && around !== panel;
        around = around.parentElement
      )
        scrolls ||= /auto|scroll/.test(getComputedStyle(around).overflowX);
      const over = table.getBoundingClientRect().right - panel.getBoundingClientRect().right;
      if (!scrolls && over > SLACK) faults.push(`${nameOf(table)} sticks out of its panel by ${over} px`);
    }

    interface Control {
      readonly element: Element;
      readonly box: { left: number; right: number; top: number; bottom: number };
    }
    const controls: Control[] = [];
    const candidates = document.querySelectorAll(
      "button, a[href], input, select, textarea, [role=tab], [role=radio], [role=slider]",
    );
    for (const element of candidates) {
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (width < 2 || height < 2 || style.visibility === "hidden" || style.display === "none") continue;
      // What is shown of it, inside of all that can hide parts of it.
      const box = { left, right, top, bottom };
      let cut = false;
      let scrolls = false;
      let hidden = false;
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY, clipPath } = getComputedStyle(around);
        if (clipPath !== "none") hidden = true;
        const place = around.getBoundingClientRect();
        if (overflowX !== "visible") {
          if (overflowX === "auto" || overflowX === "scroll") scrolls = true;
          else if (!scrolls && (left < place.left - SLACK || right > place.right + SLACK)) cut = true;
          box.left = Math.max(box.left, place.left);
          box.right = Math.min(box.right, place.right);
        }
        if (overflowY !== "visible") {
          box.top = Math.max(box.top, place.top);
          box.bottom = Math.min(box.bottom, place.bottom);
        }
      }
      if (hidden) continue;
      // An ellipsis at the end of a name is meant, a control without one is lost.
      if (cut && style.textOverflow !== "ellipsis") faults.push(`${nameOf(element)} is cut off`);
      if (box.right - box.left < 2 || box.bottom - box.top < 2) continue;
      controls.push({ element, box });
    }

    controls.forEach(({ element, box }, at) => {
      const seen = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (seen !== null && !element.contains(seen) && !seen.contains(element)) {
        const label = seen.closest("label");
        if (label === null || !label.contains(element))
          faults.push(`${nameOf(seen)} covers ${nameOf(element)}`);
      }
      for (const other of controls.slice(at + 1)) {
        if (element.contains(other.element) || other.element.contains(element)) continue;
        // A field holds its own buttons: to clear it, to show what was typed.
        if (
          element.parentElement === other.element.parentElement &&
          [element, other.element].some((each) => each.tagName === "INPUT")
        )
          continue;
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > SLACK && high > SLACK)
          faults.push(`${nameOf(element)} and ${nameOf(other.element)} overlap`);
      }
    });
    return faults;
  });
}

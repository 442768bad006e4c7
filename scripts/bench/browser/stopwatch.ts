import type { Page } from "@playwright/test";

/**
 * Milliseconds that a file is held over the window before the drop; a person is hardly ever faster. Meanwhile the page gets
 * ready.
 */
export const HOVER = 500;

/** Something that must be on the page, or gone from it. */
export interface Sign {
  readonly selector: string;
  /** A part of its text; without it, any text. */
  readonly text?: string;
  readonly gone?: boolean;
}

interface Timed {
  /** Milliseconds from the event to the frame in which all signs were there. */
  benchTime?: Promise<number>;
  benchArm?: (event: string, signs: readonly Sign[]) => void;
}

/** Runs in the page, before its own scripts, so that no message delays the measurement. */
export function installStopwatch(): void {
  const page = globalThis as Timed;
  page.benchArm = (event, signs) => {
    const seen = ({ selector, text, gone = false }: Sign) => {
      const found = [...document.querySelectorAll(selector)].some((element) =>
        text === undefined ? element.textContent !== "" : element.textContent.includes(text),
      );
      return found !== gone;
    };
    page.benchTime = new Promise((resolve) => {
      const start = () => {
        const started = performance.now();
        // Frame by frame, as not everything that a user sees changes the document.
        const look = () => {
          if (signs.every(seen)) resolve(performance.now() - started);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      addEventListener(event, start, { capture: true, once: true });
    });
  };
}

/**
 * Time from an event on the page to the frame in which the page shows its result, measured in the page.
 *
 * @param event `drop` or `click`, which `act` causes
 * @returns milliseconds.
 */
export async function timed(
  page: Page,
  event: "drop" | "click",
  signs: readonly Sign[],
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(([name, wanted]) => (globalThis as Timed).benchArm?.(name, wanted), [
    event,
    signs,
  ] as const);
  await act();
  return page.evaluate(() => (globalThis as Timed).benchTime ?? Number.NaN);
}

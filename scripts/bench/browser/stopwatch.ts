import type { Page } from "@playwright/test";

/**
 * Milliseconds for which a file is dragged over the window before it is dropped; a hand is hardly ever faster. The page gets ready
 * meanwhile.
 */
export const HOVER = 500;

/** Something that has to be seen on the page, or gone from it. */
export interface Sign {
  readonly selector: string;
  /** A part of its text; any text where none is given. */
  readonly text?: string;
  readonly gone?: boolean;
}

interface Timed {
  /** Milliseconds from the event to the frame in which all signs were there. */
  benchTime?: Promise<number>;
  benchArm?: (event: string, signs: readonly Sign[]) => void;
}

/** Runs in the page, before its own scripts: the time is taken where it passes, with no message between. */
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
        // Frame by frame: not all that a user sees is a change of the document.
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
 * Time from an event on the page to the frame in which the page shows what it leads to, measured in the page.
 *
 * @param event `drop` or `click`, which `act` brings about
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

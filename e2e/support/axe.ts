import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What colours alone can change, so that a second theme need not be asked everything again. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Violations as "rule: elements". */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // There are no frames; without this axe opens a page of its own to put the results of frames together.
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  const found = await axe.analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

/** Nothing that axe knows is wrong with the page as it is shown now, in light and in dark colours. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violations(page), "violations in light colours").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page, OF_COLOURS), "violations in dark colours").toEqual([]);
}

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { isFirefox } from "./firefox.ts";
import { FULL } from "./full.ts";

/** Rules about colours: only these are checked again in the second theme. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Violations as "rule: elements". */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // There are no frames. Without this axe opens another page to merge the results of frames.
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  const found = await axe.analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

/** Expects that axe finds nothing wrong with the page as it is now, in light colours, and in the full run in dark ones too; not in Firefox. */
export async function expectAccessible(page: Page): Promise<void> {
  // Its content process crashes while axe looks at the page.
  if (isFirefox(page)) return;
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violations(page), "violations in light colours").toEqual([]);
  if (!FULL) return;
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page, OF_COLOURS), "violations in dark colours").toEqual([]);
}

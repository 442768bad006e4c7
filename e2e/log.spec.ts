import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { expect, openPlatter, test } from "./support/fixtures.ts";
import { requireTool } from "./support/needs.ts";
import { downloaded, openImage, saveByDownload, showScreen } from "./support/workbench.ts";
import { QUICK } from "./support/full.ts";

const entries = (page: Page) => page.getByRole("table", { name: "Log entries" });
const slider = (page: Page) => page.getByRole("slider", { name: "Replayed up to entry" });
const layer = (page: Page, name: string) =>
  page.getByRole("radiogroup", { name: "Layer" }).getByRole("radio", { name });

async function openSample(page: Page, name: string): Promise<void> {
  await openPlatter(page, `sample=${name}`);
  await showScreen(page, "Log");
  await expect(entries(page)).toBeVisible();
}

function hex(offset: number): string {
  return `0x${offset.toString(16).padStart(8, "0")}`;
}

test("the replay goes to any entry, step by step, and back to nothing", QUICK, async ({ page }) => {
  await openSample(page, "crashed");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "10 of 10: sequence 9223372036854775822");
  await expect(page.getByRole("img", { name: "applied" })).toHaveCount(10);

  await slider(page).fill("3");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "3 of 10: sequence 9223372036854775815");
  await expect(page.getByRole("img", { name: "applied" })).toHaveCount(3);
  await page.getByRole("button", { name: "One entry back" }).click();
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "2 of 10: sequence 9223372036854775814");
  const why = "Replay the whole log first: a change is made to all of it.";
  await page.getByRole("button", { name: "Apply log" }).click();
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(why);
  await showScreen(page, "Disk");
  for (const name of ["Edit", "Paste", "Fill range", "Zero range"]) {
    const button = page.getByRole("button", { name, exact: true });
    // oxlint-disable-next-line no-await-in-loop
    await expect(button).toBeDisabled();
    // oxlint-disable-next-line no-await-in-loop
    await expect(button).toHaveAccessibleDescription(why);
  }
  await expect(layer(page, "Edited")).toBeDisabled();
  await showScreen(page, "Log");
  await page.getByRole("button", { name: "Apply nothing" }).click();
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "0 of 10: nothing applied");
  await expect(layer(page, "Replayed")).toBeChecked();
  await page.getByRole("button", { name: "Apply all" }).click();
  await layer(page, "Original").check();
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "0 of 10: nothing applied");
  await slider(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "1 of 10: sequence 9223372036854775813");
  await expect(layer(page, "Replayed")).toBeChecked();
});

test("an entry shows what it changes, and leads to it", async ({ page }) => {
  await openSample(page, "crashed");
  await entries(page)
    .getByRole("button", { name: hex(0x4000) })
    .click();
  await expect(page.getByRole("heading", { name: "Entry at 0x00004000" })).toBeVisible();
  const changed = page.getByRole("table", { name: "Changed BAT entries" });
  await expect(changed.getByRole("row").nth(1)).toContainText(/NOT_PRESENT.*FULLY_PRESENT at \d+ MiB/);
  await expect(page.getByRole("table", { name: "Changed bytes" }).getByRole("row")).not.toHaveCount(0);

  await page.getByRole("button", { name: "Replay up to here" }).click();
  await expect(slider(page)).toHaveValue("3");
  const target = page
    .getByRole("table", { name: "Descriptors" })
    .getByRole("button", { name: /^BAT entries/ });
  await target.click();
  await expect(page.getByRole("tab", { name: "Structure" })).toHaveAttribute("aria-selected", "true");
  await expect(
    page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true }),
  ).toContainText("Block 0");
});

test("an entry's offsets say what they count from, and its menu does what the buttons do", async ({
  page,
}) => {
  await openSample(page, "crashed");
  await expect(entries(page).getByRole("columnheader").filter({ hasText: "offset" })).toHaveText([
    "Log offset",
    "File offset",
    "Tail, log offset",
    "Last file offset",
  ]);
  const name = entries(page).getByRole("button", { name: hex(0x4000) });
  const row = entries(page)
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name: hex(0x4000) }) });
  await expect(row).toContainText(hex(0x104000));
  await name.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Replay up to here" }).click();
  await expect(slider(page)).toHaveValue("3");
  await expect(page.getByRole("region", { name: "Entry at 0x00004000 in the log" })).toContainText(
    `file offset ${hex(0x104000)}`,
  );

  await name.focus();
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("Escape");
  await expect(name).toBeFocused();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Show in Structure" }).click();
  await expect(
    page.getByRole("treegrid", { name: "Structures" }).getByRole("row", { selected: true }),
  ).toContainText("Entry at log offset 0x4000");
});

test("entries are walked and sorted with the keyboard", async ({ page }) => {
  await openSample(page, "torn-log");
  const first = entries(page).getByRole("button", { name: hex(0x8000) });
  await first.focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("heading", { name: "Entry at 0x0000e000" })).toBeVisible();
  await expect(entries(page).getByRole("button", { name: hex(0xe000) })).toBeFocused();
  await expect(page.getByRole("region", { name: "Entry at 0x0000e000" })).toContainText("checksum");

  await entries(page).getByRole("button", { name: "Sequence number" }).click();
  await entries(page).getByRole("button", { name: "Sequence number" }).click();
  await expect(entries(page).getByRole("columnheader", { name: "Sequence number" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(entries(page).getByRole("row").nth(1)).toContainText("2961943255140551595");
});

test("what the table, the ring and the slider say is what the corpus expects", async ({ page }) => {
  requireTool(test, "corpus");
  for (const file of ["log-ten.vhdx", "log-wrapped.vhdx", "log-tail-inside.vhdx"]) {
    const { log } = corpusImage(file);
    // Each image in its own page load.
    // oxlint-disable no-await-in-loop
    await openImage(page, await unpack(file));
    await showScreen(page, "Log");
    const active = entries(page)
      .getByRole("row")
      .filter({ has: page.getByRole("cell", { name: "active", exact: true }) });
    await expect(active).toHaveCount(log.active.length);
    for (const { offset, sequence } of log.active)
      await expect(active.filter({ hasText: sequence })).toContainText(hex(offset));
    const [tail, head] = [log.active[0], log.active.at(-1)];
    await expect(page.getByRole("img", { name: /^Log ring/ })).toHaveAccessibleName(
      new RegExp(
        `${log.active.length} active.*tail at ${hex(tail?.offset ?? -1)}, head at ${hex(head?.offset ?? -1)}`,
      ),
    );
    // oxlint-enable no-await-in-loop
  }
});

test("an entry that wraps around the ring's end is saved in one piece", async ({ page }) => {
  requireTool(test, "corpus");
  const file = await unpack("log-wrapped.vhdx");
  const { log } = corpusImage("log-wrapped.vhdx");
  const entry = log.active.find((each) => each.offset + each.length > log.length);
  expect(entry).toBeDefined();
  if (entry === undefined) return;
  await openImage(page, file);
  await saveByDownload(page);
  await showScreen(page, "Log");
  await entries(page)
    .getByRole("button", { name: hex(entry.offset) })
    .click();
  const saved = await downloaded(page, () => page.getByRole("button", { name: "Save entry…" }).click());
  const image = await readFile(file);
  const ring = image.subarray(log.offset, log.offset + log.length);
  const wrapped = Buffer.concat([
    ring.subarray(entry.offset),
    ring.subarray(0, entry.offset + entry.length - log.length),
  ]);
  expect((await readFile(saved)).equals(wrapped)).toBe(true);
});

test("a clean log, an empty one and one without a sequence say so", async ({ page }) => {
  await openSample(page, "clean");
  await expect(page.getByText("The log is clean: nothing to replay.")).toBeVisible();
  await expect(slider(page)).toHaveCount(0);

  requireTool(test, "corpus");
  await openImage(page, await unpack("log-no-valid-entry.vhdx"));
  await showScreen(page, "Log");
  await expect(page.getByText(/the log holds no sequence that can be replayed/)).toBeVisible();
  await expect(slider(page)).toHaveCount(0);
  await showScreen(page, "Overview");
  await page.getByRole("button", { name: "Read anyway" }).click();
  const way = /Discard log, on the Log screen, removes the log/;
  await expect(page.getByText(way).first()).toBeVisible();
  await showScreen(page, "Disk");
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toHaveAccessibleDescription(way);
});

test("an entry of an earlier session shows what it once wrote", async ({ page }) => {
  requireTool(test, "corpus");
  await openImage(page, await unpack("iotest-dynamic-1G.vhdx"));
  await showScreen(page, "Log");
  await entries(page)
    .getByRole("button", { name: hex(0x1000) })
    .click();
  const change = page.getByRole("region", { name: "Change by the selected descriptor" });
  await expect(change).toContainText("in the Original layer (−) and as this entry has it (+)");
});

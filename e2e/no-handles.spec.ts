import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { corpusImage, unpack } from "./support/corpus.ts";
import { dropByScript } from "./support/drop-by-script.ts";
import { dropFiles, expect, openPlatter, test, withoutHandles } from "./support/fixtures.ts";
import { expectedJudgement, reportedJudgement } from "./support/judgement.ts";
import { requireTool } from "./support/needs.ts";
import { expectNoHandles } from "./support/no-handles.ts";
import { expectUnchanged } from "./support/originals.ts";
import {
  chooseLayer,
  computeHashes,
  exported,
  exportedReport,
  sha256Of,
  showEveryScreen,
  showScreen,
  untilChecked,
} from "./support/workbench.ts";

// Firefox and Safari have no file handles and no pickers. Firefox runs the tests that are tagged for it.

const NAME = "log-ten.vhdx";
const image = () => corpusImage(NAME);

test.beforeEach(async ({ page }) => {
  requireTool(test, "corpus");
  await withoutHandles(page);
  await openPlatter(page);
  const left = await page.evaluate(() =>
    ["showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker", "FileSystemHandle"].filter(
      (name) => name in window,
    ),
  );
  expect(left).toEqual([]);
});

async function choose(page: Page, file: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open file" }).click(),
  ]);
  await chooser.setFiles(file);
}

test("what needs a handle of a file is not offered, and that is said @firefox", async ({ page }) => {
  await expectNoHandles(page);
});

test("a file that a script drops is opened, and looked at on the screens @firefox", async ({ page }) => {
  await dropByScript(page, await unpack(NAME));
  await untilChecked(page, NAME);
  await showEveryScreen(page);
});

const ways = {
  "chosen in the browser's own dialog": choose,
  "dropped on the window": (page: Page, file: string) => dropFiles(page, [file]),
} as const;

for (const [how, open] of Object.entries(ways)) {
  test(`a file ${how} is inspected, replayed and exported${how.startsWith("chosen") ? " @firefox" : ""}`, async ({
    page,
  }) => {
    const file = await unpack(NAME);
    await open(page, file);
    await untilChecked(page, NAME);
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText("10 log entries");

    await showScreen(page, "Structure");
    const structures = page.getByRole("treegrid", { name: "Structures" });
    await structures.getByRole("row", { name: /Header 2/ }).click();
    await expect(
      page.getByRole("grid", { name: "Bytes", exact: true }).getByRole("row", { name: /^00020000/ }),
    ).toContainText("head");
    await expect(
      page.getByRole("grid", { name: "Fields" }).getByRole("row", { name: /LogGuid/ }),
    ).toContainText(image().log.log_guid);
    await showScreen(page, "Log");
    await expect(page.getByRole("table", { name: "Log entries" })).toContainText(
      image().log.active[0]?.sequence ?? "an entry",
    );
    await showScreen(page, "Compare");
    await expect(page.getByRole("table", { name: "Differences" })).toBeVisible();

    await computeHashes(page);
    await chooseLayer(page, "Original");
    await chooseLayer(page, "Replayed");
    await showScreen(page, "Export");
    const report = await exportedReport(page);
    expect(reportedJudgement(report, image())).toEqual(expectedJudgement(image(), report));
    expect(report.digests.source.sha256).toBe(image().sha256);
    expect(report.digests.virtualDisk.sha256).toBe(image().virtual_sha256);
    const html = await readFile(await exported(page, "Export report (HTML)"), "utf8");
    expect(html).toContain(image().log.log_guid);

    expect(await sha256Of(await exported(page, "Export raw disk"))).toBe(image().virtual_sha256);
    const copy = await exported(page, "Export replayed copy");
    expect((await stat(copy)).size).toBe(image().log.size_after_replay);
    const patch = await readFile(await exported(page, "Export patch"));
    expect(patch.subarray(0, 4).toString("latin1")).toBe("PK\x03\x04");
    expect(patch.includes("apply.py")).toBe(true);

    // The page judges the copy as sound, opened in the same way.
    await page.getByRole("button", { name: "Close file" }).click();
    await open(page, copy);
    await untilChecked(page, path.basename(copy));
    await expect(page.getByRole("status", { name: "Verdict" })).toContainText("The container is intact");
    await expectUnchanged(image());
  });
}

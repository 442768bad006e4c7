import { dropFiles, test } from "./support/fixtures.ts";
import { unpack } from "./support/corpus.ts";
import { openImage } from "./support/workbench.ts";
test("header", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 700 });
  await openImage(page, await unpack("log-ten.vhdx"));
  await dropFiles(page, [await unpack("clean-dynamic.vhdx")]);
  await page.getByRole("button", { name: "2 files" }).waitFor();
  await page.screenshot({ path: "/tmp/look/header.png" });
  console.log(
    await page.evaluate(() =>
      [...document.querySelectorAll("header *")]
        .filter((e) => e.getBoundingClientRect().right > 800.5)
        .map(
          (e) =>
            e.tagName +
            " " +
            e.className +
            " " +
            JSON.stringify(e.getBoundingClientRect()) +
            (e.textContent ?? "").slice(0, 40),
        )
        .join("\n"),
    ),
  );
});

import type { WebKitPage } from "../page.ts";
import type { Scenario } from "./scenario.ts";

const NO_STORAGE = "The browser gives this page no storage of its own";

/** Writes 512 bytes of the disk through the dialog of the Disk screen. */
const fillDisk = (page: WebKitPage) =>
  page.run(
    `await screen("Disk");
     await press("Fill range");
     const asked = await dialog("Fill range");
     for (const [label, text] of [["Offset", "0"], ["Length", "512"], ["Pattern", "c3"]]) fill(labelled(asked, label), text);
     await press("Fill");
     await until("the dialog to close", () => !all("[role=dialog]").includes(asked));`,
  );

export const missing: Scenario = {
  title: "What the browser lacks is not offered, and the page says so",
  async run(page, server) {
    await page.load(server.url);
    await page.run(
      `await press("New disk");
       const asked = await dialog("New disk");
       await says("No working disk here: the browser gives this page no storage of its own.");
       if (asked.textContent.includes("Working disk")) throw new Error("a working disk is offered");
       [...asked.querySelectorAll("button")].find((each) => each.textContent.trim() === "Cancel").click();`,
    );
    await page.run(`await press("Open sample");`);
    await page.opened("crashed.vhdx");
    await fillDisk(page);
    await page.run(`await says(args[0] + ", so pending changes would not survive a reload.");`, NO_STORAGE);
    await page.run(
      `await screen("Export");
       const replace = await until("Replace original", () =>
         all("button").find((each) => each.textContent.trim() === "Replace original"));
       if (!replace.disabled) throw new Error("Replace original is offered");
       const why = document.getElementById(replace.getAttribute("aria-describedby"))?.textContent ?? "";
       if (!why.includes(args[0])) throw new Error("Replace original says: " + why);`,
      "The browser gave this page no way to write to the file.",
    );
    await page.run(
      `(await command("Stored data"))[0].click();
       await dialog("Stored data");
       await says("none: this browser gives the page no file handles");`,
    );
  },
};

export const install: Scenario = {
  title: "Installing the page is not offered",
  async run(page, server) {
    await page.load(server.url);
    await page.run(
      `if ("launchQueue" in window) throw new Error("this WebKit can launch a page with files");
       const entries = async () => (await command("Platter")).map((each) => each.textContent).join();
       const found = await entries();
       if (!found.includes("About Platter") || found.includes("Install Platter")) throw new Error(found);`,
    );
  },
};

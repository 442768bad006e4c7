import { strictEqual } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../../e2e/support/file-systems.ts";
import { ext4Disk, guestTree } from "../../../e2e/support/guest.ts";
import { withFolder } from "../../../e2e/support/qemu.ts";
import type { Scenario } from "./scenario.ts";

const MIB = 2 ** 20;

export const files: Scenario = {
  title: "The files of a disk are shown, and taken as a tar by download",
  run: (page, server) =>
    withFolder(async (folder) => {
      const [tree, out, vhdx] = ["tree", "out", "guest.vhdx"].map((name) => path.join(folder, name));
      if (tree === undefined || out === undefined || vhdx === undefined) throw new Error("no paths");
      mkdirSync(tree);
      mkdirSync(out);
      guestTree(tree);
      await ext4Disk(tree, vhdx, 8 * MIB);
      await page.load(server.url);
      await page.drop(vhdx);
      await page.opened(path.basename(vhdx));
      const tar = await page.run<string>(
        `const make = URL.createObjectURL;
         const blobs = [];
         URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
         await press("Show files");
         await until("the folder etc", () =>
           all("[role=grid][aria-label=Folder] [role=row]").some((row) => row.textContent.includes("etc")));
         await press("Extract as tar");
         await until("the end of the work", () => document.querySelector("[role=status][aria-label=Extracted]"));
         const bytes = new Uint8Array(await (await until("the tar", () => blobs.at(-1))).arrayBuffer());
         let text = "";
         for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
         return btoa(text);`,
      );
      writeFileSync(path.join(folder, "out.tar"), Buffer.from(tar, "base64"));
      run("tar", ["-xpf", path.join(folder, "out.tar"), "-C", out]);
      strictEqual(run("diff", ["-r", "--no-dereference", "--exclude=lost+found", tree, out]), "");
    }),
};

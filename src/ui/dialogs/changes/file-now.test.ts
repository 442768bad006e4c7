import { expect, it } from "vitest";
import { fileNow } from "./file-now.ts";

it("claims that the file is as it was only where nothing says otherwise", () => {
  const same = "The file itself is as it was.";
  expect(fileNow(null)).toBe(same);
  expect(fileNow("internal")).toBe(same);
  for (const code of ["file-changed", "file-vanished", "file-in-use", "permission-denied"] as const)
    expect(fileNow(code)).not.toContain("as it was.");
  expect(fileNow("file-changed")).toContain("changed the file");
});

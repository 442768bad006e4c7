import { expect, it } from "vitest";
import { modeText } from "./mode-text.ts";

it("is what `ls -l` shows", () => {
  expect(modeText("directory", 0o1777)).toBe("drwxrwxrwt");
  expect(modeText("file", 0o4755)).toBe("-rwsr-xr-x");
  expect(modeText("file", 0o6640)).toBe("-rwSr-S---");
  expect(modeText("symlink", 0o777)).toBe("lrwxrwxrwx");
  expect(modeText("file", null)).toBe("-");
});

import { expect, it } from "vitest";
import { KNOWN_TRACES, traceText } from "./known-writers.ts";

it("has a public source for each trace, and a sentence that names the program", () => {
  for (const [name, { source, writer }] of Object.entries(KNOWN_TRACES)) {
    expect(source).toMatch(/^https:\/\/\S+$/);
    const text = traceText(name as keyof typeof KNOWN_TRACES);
    expect(text).toContain(writer);
    expect(text).toMatch(/^This is what .*: .*\.$/);
  }
});

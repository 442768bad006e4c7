import { Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Terminal } from "./terminal.ts";

/** Standard output and error, as a terminal and as files. */
function made(isTTY: boolean) {
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          text[name] += chunk.toString();
          done();
        },
      }),
      { isTTY, columns: 40 },
    ) as unknown as NodeJS.WriteStream;
  return { text, terminal: new Terminal(stream("out"), stream("err")) };
}

const HALF = { label: "Reading", done: 1, total: 2, unit: "bytes", cancellable: true } as const;

describe("progress", () => {
  it("is one line on a terminal, which is gone before a result is printed", async () => {
    const { text, terminal } = made(true);
    terminal.progressOf("a\nb.vhdx")?.(HALF);
    expect(text.err).toBe("\r\u{1b}[Ka\\u{000a}b.vhdx: Reading 50 %");
    terminal.progressOf("x".repeat(99))?.(HALF);
    expect(text.err.split("\u{1b}[K").at(-1)).toHaveLength(39);
    await terminal.print("told");
    expect(text.err.endsWith("\r\u{1b}[K")).toBe(true);
    expect(text.out).toBe("told\n");
  });

  it("is not written to a file", async () => {
    const { text, terminal } = made(false);
    expect(terminal.progressOf("a.vhdx")).toBeUndefined();
    await terminal.print("told");
    expect(text.err).toBe("");
  });
});

describe("JSON", () => {
  it("has the value, and no character that a terminal obeys", async () => {
    const text = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, text), fc.constantFrom(undefined, 2), async (value, indent) => {
        const { text: printed, terminal } = made(true);
        await terminal.printJson(value, indent);
        expect(JSON.parse(printed.out)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(printed.out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        if (indent === undefined) expect(printed.out.trimEnd()).not.toContain("\n");
      }),
    );
  });
});

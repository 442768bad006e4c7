import { expect, it } from "vitest";
import { bytesText, resultsText, timeText, withMeasured } from "./markdown.ts";
import { type Results, withRun } from "./result.ts";

const RESULTS: Results = {
  scale: "tiny",
  takenAt: "2026-01-02T03:04:05.000Z",
  machine: {
    cpu: "A processor",
    cores: 2,
    memory: 24 * 2 ** 30,
    system: "Linux 6",
    node: "v20",
    browser: "156",
    qemu: "7.2",
  },
  rows: [
    {
      id: "a",
      title: "With a peer",
      peer: "`peer | tool`",
      ours: [1, 20, 30],
      peers: [2, 10, 30],
      footprint: { reads: 7, bytesRead: 1536 * 1024, peakMemory: 3 * 2 ** 20, processMemory: 5 * 2 ** 20 },
      target: "<= 1 x",
      reached: false,
      notes: ["one thing more"],
    },
    {
      id: "b",
      title: "Alone",
      peer: null,
      ours: [5],
      peers: [],
      footprint: null,
      target: null,
      reached: null,
      notes: [],
    },
  ],
  growth: [
    {
      id: "g",
      title: "Work",
      over: "data",
      points: [
        { size: 2 ** 30, time: 100 },
        { size: 2 ** 31, time: 200 },
      ],
      exponent: 1,
      expected: 1,
    },
  ],
};

it("a row has medians, the ratio of pairs with its spread, and whether its target was reached", () => {
  const text = resultsText(RESULTS);
  expect(text).toContain(
    "| With a peer | 20.0 ms | `peer \\| tool` | 10.0 ms | 1.00 (0.50–2.00) | 7 | 1.5 MiB | 3 MiB | 5 MiB | <= 1 x | **no** |",
  );
  expect(text).toContain("| Alone | 5.0 ms | – | – | – | – | – | – | – | none | – |");
  expect(text).toContain("- With a peer: one thing more.");
  expect(text).toContain("| Work | data | 1 GiB: 100 ms, 2 GiB: 200 ms | 1.00 | 1 (linear) |");
  expect(text).toContain("Taken on 2026-01-02 (tiny sizes): A processor, 2 cores, 24 GiB of memory");
});

it("figures have units", () => {
  expect([0.5, 99.94, 250, 1234, 65_432].map((time) => timeText(time))).toEqual([
    "0.5 ms",
    "99.9 ms",
    "250 ms",
    "1.23 s",
    "65.4 s",
  ]);
  expect([512, 65_536, 1.5 * 2 ** 20, 300 * 2 ** 20].map((bytes) => bytesText(bytes))).toEqual([
    "0.5 KiB",
    "64 KiB",
    "1.5 MiB",
    "300 MiB",
  ]);
});

it("only the measured part of the document is replaced", () => {
  const document = "before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter";
  const once = withMeasured(document, "new");
  expect(once).toBe("before\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nafter");
  expect(withMeasured(once, "new")).toBe(once);
  expect(() => withMeasured("nothing", "new")).toThrow("no place");
});

it("a run of some cases replaces their rows, and keeps its own day, machine and load", () => {
  const [first, second] = RESULTS.rows;
  if (first === undefined || second === undefined) throw new Error("no rows");
  const run = (takenAt: string, rows: Results["rows"]) => ({
    scale: "full",
    takenAt,
    machine: { ...RESULTS.machine, cpu: "Another processor" },
    load: 9.25,
    rows,
  });
  const once = withRun(
    RESULTS,
    run("2026-02-01T00:00:00.000Z", [{ ...second, title: "Alone again" }, first]),
  );
  expect(once.rows).toEqual([]);
  const twice = withRun(once, run("2026-02-02T00:00:00.000Z", [{ ...second, title: "Alone once more" }]));
  expect(twice.added?.map(({ rows }) => rows.map(({ id }) => id))).toEqual([["a"], ["b"]]);
  const text = resultsText(twice);
  expect(text).not.toContain("Alone again");
  expect(text.indexOf("Taken on 2026-02-01 (full sizes): Another processor")).toBeLessThan(
    text.indexOf("With a peer"),
  );
  expect(text).toMatch(
    /Taken on 2026-02-02 .*load average of the last 15 minutes was 9\.3[^|]*\|[^]*Alone once more/,
  );
  expect(withRun(twice, run("2026-02-03T00:00:00.000Z", [first, second])).added).toHaveLength(1);
});

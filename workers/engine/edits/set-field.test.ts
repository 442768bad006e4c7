import { describe, expect, it } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { nodeFields } from "../views/tree/tree.ts";
import { viewContext } from "../views/context.ts";
import { Edits } from "./edits.ts";
import { checkField } from "./set-field.ts";

await loadCrc32c();

const NODES = [
  "identifier",
  "header/1",
  "header/2",
  "region-table/1",
  "region-table/2/entry/1",
  "metadata/table",
  "metadata/entry/2",
  "metadata/item/0",
  "metadata/item/2",
  "bat/entry/3",
];

function small() {
  const builder = new ImageBuilder();
  const image = new OpenedImage(new CachedStore(builder.store));
  return { image, edits: new Edits(image), context: viewContext(image, image.own) };
}

const setTo = (node: string, field: string, value: string, update = true): EditAction => ({
  kind: "set-field",
  node,
  field,
  value,
  mend: update,
});

describe("a size with its unit", () => {
  const { context } = small();
  const check = (node: string, field: string, text: string) => checkField(context, node, field, text);

  it.each([
    ["header/1", "logLength", "3 MiB", "3 MiB (0x00300000)"],
    ["header/1", "logOffset", "1.5 MiB", "1.50 MiB (0x0000000000180000)"],
    ["header/1", "logOffset", "4096 bytes", "4 KiB (0x0000000000001000)"],
    ["bat/entry/3", "fileOffsetMb", "3 MiB", "3 MiB (0x3)"],
    ["bat/entry/3", "fileOffsetMb", "2 GiB", "2 GiB (0x800)"],
    ["bat/entry/3", "fileOffsetMb", "3", "3 MiB (0x3)"],
  ])("is taken for %s %s: %s", (node, field, text, shown) => {
    expect(check(node, field, text)).toMatchObject({ refused: null, shown });
  });

  it("is refused where the field counts otherwise, or has no unit", () => {
    expect(check("bat/entry/3", "fileOffsetMb", "512 KiB").refused).toBe("FileOffsetMB counts in 1 MiB.");
    expect(check("header/1", "sequenceNumber", "3 MiB").refused).toMatch(
      /takes a whole number, decimal or 0x hex\.$/,
    );
    expect(check("header/1", "logLength", "3 MiX").refused).toMatch(/or a size such as 3 MiB\.$/);
    expect(check("header/1", "logLength", "4 GiB").refused).toMatch(/has 32 bits/);
  });
});

describe("a field's text", () => {
  it.each(NODES)("of %s is taken back as it is shown, and changes nothing", (node) => {
    const { context, edits } = small();
    const fields = nodeFields(context, node).fields.filter(({ input }) => input !== null);
    expect(fields.length).toBeGreaterThan(0);
    for (const { name, input, value } of fields) {
      expect(checkField(context, node, name, input ?? "")).toMatchObject({ refused: null });
      expect(value.startsWith(checkField(context, node, name, input ?? "").shown ?? "?")).toBe(true);
      edits.apply(setTo(node, name, input ?? ""));
      expect(nodeFields(edits.context, node).fields.filter(({ before }) => before !== null)).toEqual([]);
    }
  });
});

describe("checkField", () => {
  it("says why a text can't be stored", () => {
    const { context } = small();
    const refused = (field: string, text: string) => checkField(context, "header/1", field, text).refused;
    expect(refused("logVersion", "one")).toBe("LogVersion takes a whole number, decimal or 0x hex.");
    expect(refused("logVersion", "65536")).toBe("LogVersion has 16 bits; that number needs more.");
    expect(refused("fileWriteGuid", "1234")).toContain("FileWriteGuid takes a GUID");
    const signature = "Signature takes 4 single-byte characters.";
    expect(refused("signature", "heads")).toBe(signature);
    expect(refused("signature", "hea\u0141")).toBe(signature);
    expect(refused("signature", "hea\u00e4")).toBeNull();
    expect(() => checkField(context, "header/1", "nothing", "1")).toThrow("header/1 has no field nothing.");
  });

  it("takes a text of just as many characters as there is room for, and no more", () => {
    const { context } = small();
    const refused = (text: string) => checkField(context, "identifier", "creator", text).refused;
    expect(refused("x".repeat(256))).toBeNull();
    expect(refused("x".repeat(257))).toBe("Creator takes 256 characters.");
  });

  it("says which rule a value breaks that can be stored", () => {
    const { context } = small();
    expect(checkField(context, "header/1", "version", "2")).toEqual({
      refused: null,
      shown: "2 (0x0002)",
      problem: "must be 1",
    });
  });
});

describe("setField", () => {
  const problemOf = (edits: Edits, node: string) =>
    nodeFields(edits.context, node).fields.find(({ name }) => name === "checksum")?.problem ?? null;

  it.each(["header/2", "region-table/1"])("updates the checksum of %s, or leaves it", (node) => {
    const { edits } = small();
    const field = node === "header/2" ? "sequenceNumber" : "reserved";
    edits.apply(setTo(node, field, "99"));
    expect(problemOf(edits, node)).toBeNull();
    edits.apply(setTo(node, field, "100", false));
    expect(problemOf(edits, node)).toContain("does not match");
  });

  it("updates the checksum of the table around an entry", () => {
    const { edits } = small();
    edits.apply(setTo("region-table/1/entry/0", "required", "0"));
    expect(problemOf(edits, "region-table/1")).toBeNull();
    edits.apply(setTo("region-table/1/entry/0", "required", "1", false));
    expect(problemOf(edits, "region-table/1")).toContain("does not match");
  });

  it("tells the user's change from the original", () => {
    const { edits } = small();
    edits.apply(setTo("bat/entry/3", "state", "2"));
    const { fields } = nodeFields(edits.context, "bat/entry/3");
    expect(fields.find(({ name }) => name === "state")).toMatchObject({
      input: "2",
      changedByUser: true,
    });
  });
});

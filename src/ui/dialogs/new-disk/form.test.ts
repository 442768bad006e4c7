import { describe, expect, it } from "vitest";
import { FIRST_FORM, readForm, withDefaults } from "./form.ts";

const MIB = 2 ** 20;

describe("readForm", () => {
  it("turns what is written into bytes", () => {
    expect(
      readForm({ ...FIRST_FORM, type: "fixed", size: "1.5 GiB", blockSize: "3M", blockState: "2" }),
    ).toEqual({
      options: {
        type: "fixed",
        size: 1536 * MIB,
        blockSize: 3 * MIB,
        logSize: MIB,
        logicalSectorSize: 512,
        physicalSectorSize: 4096,
        blockState: 2,
        creator: "Platter",
      },
    });
  });

  it("names every field whose text is not a size", () => {
    expect(readForm({ ...FIRST_FORM, size: "big", logSize: "" })).toEqual({
      unreadable: ["size", "logSize"],
    });
  });
});

it("withDefaults sets what a tool decides and leaves what the user decides", () => {
  const form = withDefaults(
    { ...FIRST_FORM, preset: "qemu", type: "fixed", size: "2 TiB", creator: "me" },
    {
      type: "dynamic",
      size: 1,
      blockSize: 64 * MIB,
      logicalSectorSize: 4096,
      physicalSectorSize: 512,
      logSize: 4 * MIB,
      blockState: 2,
      creator: "other",
    },
  );
  expect(form).toEqual({
    preset: "qemu",
    type: "fixed",
    size: "2 TiB",
    blockSize: "64 MiB",
    logicalSectorSize: "4096",
    physicalSectorSize: "512",
    logSize: "4 MiB",
    blockState: "2",
    creator: "me",
  });
});

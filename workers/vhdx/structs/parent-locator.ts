import { defineStruct, guid, u16, u32 } from "../../bytes/struct.ts";
import { mustBe, mustBeZero } from "./rules.ts";

export const VHDX_PARENT_LOCATOR = "b04aefb7-d19e-4a81-b789-25b8e9445913";

/** Start of the Parent Locator item. */
export const parentLocatorHeader = defineStruct({
  name: "Parent locator header",
  spec: "2.6.2.6.1",
  size: 20,
  fields: {
    locatorType: guid(0, "LocatorType", {
      meaning: "Kind of parent; only a VHDX parent is defined.",
      rule: mustBe(VHDX_PARENT_LOCATOR),
    }),
    reserved: u16(16, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
    keyValueCount: u16(18, "KeyValueCount", { meaning: "How many entries follow." }),
  },
});

/** One key and its value, as offsets into the item. */
export const parentLocatorEntry = defineStruct({
  name: "Parent locator entry",
  spec: "2.6.2.6.2",
  size: 12,
  fields: {
    keyOffset: u32(0, "KeyOffset", { meaning: "Start of the key from the start of the item." }),
    valueOffset: u32(4, "ValueOffset", { meaning: "Start of the value from the start of the item." }),
    keyLength: u16(8, "KeyLength", { meaning: "Bytes of UTF-16 text." }),
    valueLength: u16(10, "ValueLength", { meaning: "Bytes of UTF-16 text." }),
  },
});

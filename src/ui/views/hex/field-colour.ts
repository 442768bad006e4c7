import { FIELD_COLOURS, type FieldColour } from "./types.ts";

/** The colour of a structure's field, by its place among the fields: neighbours differ. */
export function fieldColour(index: number): FieldColour {
  return FIELD_COLOURS[index % FIELD_COLOURS.length] ?? 0;
}

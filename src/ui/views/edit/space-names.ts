import type { EditSpace } from "../../../actions/edit/edit-bytes.ts";

/** What a space is called in a sentence. */
export const SPACE_NAMES: Readonly<Record<EditSpace, string>> = {
  disk: "the virtual disk",
  file: "the file",
};

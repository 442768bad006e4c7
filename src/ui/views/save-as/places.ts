import { savePicker } from "../../../client/abilities/pickers.ts";
import type { SaveAs } from "../../../state/exports.ts";
import { WORDS } from "./words.ts";

interface Place {
  readonly value: SaveAs;
  readonly label: string;
}

const PICK: Place = { value: "pick", label: WORDS.pick };
const DOWNLOAD: Place = { value: "download", label: WORDS.download };

/** Where this browser can put a result. */
export const savePlaces = (): readonly Place[] => (savePicker() === null ? [DOWNLOAD] : [PICK, DOWNLOAD]);

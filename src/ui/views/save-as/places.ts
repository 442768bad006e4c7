import { savePicker } from "../../../client/abilities/pickers.ts";
import type { SaveAs } from "../../../state/exports.ts";

interface Place {
  readonly value: SaveAs;
  readonly label: string;
}

const PICK: Place = { value: "pick", label: "Choose a place" };
const DOWNLOAD: Place = { value: "download", label: "Download" };

/** Where this browser can put a result. */
export const savePlaces = (): readonly Place[] => (savePicker() === null ? [DOWNLOAD] : [PICK, DOWNLOAD]);

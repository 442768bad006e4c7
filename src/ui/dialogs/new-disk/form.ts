import type { NewImageOptions, NewImagePreset } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { parseSize } from "../../../../workers/shared/parse-size.ts";

/** The form's values; sizes are the text that was typed. */
export interface NewDiskForm {
  /** `custom` once a field that a preset sets was changed. */
  readonly preset: NewImagePreset | "custom";
  readonly type: "dynamic" | "fixed";
  readonly size: string;
  readonly blockSize: string;
  readonly logicalSectorSize: string;
  readonly physicalSectorSize: string;
  readonly logSize: string;
  readonly blockState: "0" | "2";
  readonly creator: string;
}

export const FIRST_FORM: NewDiskForm = {
  preset: "hyper-v",
  type: "dynamic",
  size: "64 GiB",
  blockSize: "32 MiB",
  logicalSectorSize: "512",
  physicalSectorSize: "4096",
  logSize: "1 MiB",
  blockState: "0",
  creator: "Platter",
};

/** The form with the values that a preset sets. */
export function withDefaults(form: NewDiskForm, defaults: NewImageOptions): NewDiskForm {
  return {
    ...form,
    blockSize: sizeText(defaults.blockSize),
    logicalSectorSize: String(defaults.logicalSectorSize),
    physicalSectorSize: String(defaults.physicalSectorSize),
    logSize: sizeText(defaults.logSize),
    blockState: defaults.blockState === 2 ? "2" : "0",
  };
}

/** A field whose text is not a size. */
export type Unreadable = "size" | "blockSize" | "logSize";

/** The options for the engine, or the fields whose text is not a size. */
export function readForm(
  form: NewDiskForm,
): { readonly options: NewImageOptions } | { readonly unreadable: readonly Unreadable[] } {
  const [size, blockSize, logSize] = [form.size, form.blockSize, form.logSize].map(parseSize);
  if (size == null || blockSize == null || logSize == null) {
    const unreadable = (["size", "blockSize", "logSize"] as const).filter(
      (name) => parseSize(form[name]) === null,
    );
    return { unreadable };
  }
  return {
    options: {
      type: form.type,
      size,
      blockSize,
      logSize,
      logicalSectorSize: Number(form.logicalSectorSize),
      physicalSectorSize: Number(form.physicalSectorSize),
      blockState: form.blockState === "2" ? 2 : 0,
      creator: form.creator,
    },
  };
}

import { VhdxError } from "../../shared/error.ts";
import { guidFromText } from "../../shared/guid.ts";
import type { FieldSpec, Kind, KindValues } from "../../bytes/struct.ts";
import { parseSize } from "../../shared/parse-size.ts";
import { sizeText } from "../../shared/text.ts";
import { textToUtf16 } from "../../shared/encoded-text.ts";

const refuse = (sentence: string): never => {
  throw new VhdxError("misuse", sentence);
};

/** A size with its unit, in units of `unit` bytes; null for any other text. */
function sizeNumber(text: string, label: string, unit: number): bigint | null {
  if (!/[a-z]/i.test(text) || /^\s*0x/i.test(text)) return null;
  const size = parseSize(text);
  if (size === null) return null;
  return size % unit === 0 ? BigInt(size / unit) : refuse(`${label} counts in ${sizeText(unit)}.`);
}

function wholeNumber(text: string, { label, unit }: FieldSpec, bitCount: number): bigint {
  const clean = text.trim().replaceAll(/[,_ ]/g, "");
  const sized = unit === undefined ? null : sizeNumber(text, label, unit);
  if (sized === null && !/^(0x[0-9a-f]+|\d+)$/i.test(clean))
    return refuse(
      unit === undefined
        ? `${label} takes a whole number, decimal or 0x hex.`
        : `${label} takes a whole number, decimal or 0x hex, or a size such as 3 MiB.`,
    );
  const value = sized ?? BigInt(clean);
  return value >= 1n << BigInt(bitCount)
    ? refuse(`${label} has ${bitCount} bits; that number needs more.`)
    : value;
}

/**
 * A field's value from what the user typed. Values that MS-VHDX forbids are allowed: test images need them.
 *
 * @throws VhdxError `misuse` with a sentence where the text can't be stored in the field.
 */
export function parseField(spec: FieldSpec, text: string): KindValues[Kind] {
  const { kind, label, length } = spec;
  switch (kind) {
    case "u8":
    case "u16":
    case "u32":
      return Number(wholeNumber(text, spec, length * 8));
    case "u64":
      return wholeNumber(text, spec, 64);
    case "bits":
      return Number(wholeNumber(text, spec, spec.width ?? 0));
    case "guid":
      return guidFromText(text) === null
        ? refuse(`${label} takes a GUID, such as 2dc27766-f623-4200-9d64-115e9bfd4a08.`)
        : text;
    case "ascii":
      return text.length > length || textToUtf16(text).some((byte, index) => index % 2 === 1 && byte !== 0)
        ? refuse(`${label} takes ${length} single-byte characters.`)
        : text;
    case "utf16":
      return textToUtf16(text).length > length ? refuse(`${label} takes ${length / 2} characters.`) : text;
    case "bytes": {
      const digits = text.replaceAll(/\s/g, "");
      if (!/^([0-9a-f]{2})*$/i.test(digits) || digits.length !== length * 2)
        return refuse(`${label} takes ${length} bytes in hex.`);
      return Uint8Array.from({ length }, (_, index) =>
        Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
      );
    }
  }
}

import type { Span } from "../../../../workers/api/index.ts";
import type { EditSpace } from "../../../actions/edit/edit-bytes.ts";
import { parseGoTo } from "../../../actions/place/go-to.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** Most bytes of one paste, or of one fill of the file's own bytes: pending bytes are held in memory. */
export const LARGEST_WRITE = 64 * 1024 * 1024;

export type ParsedRange =
  | { readonly ok: true; readonly span: Span }
  /** `problem` is empty as long as something is still to be typed. */
  | { readonly ok: false; readonly field: "offset" | "length"; readonly problem: string };

/** "0x7e00", "4096", "12M" as a number of bytes. */
function parseAmount(text: string): number | null {
  const destination = parseGoTo(text);
  return destination?.kind === "offset" ? destination.value : null;
}

/** Why a run does not fit into its space, as a sentence; null where it does. */
export function rangeProblem({ offset, length }: Span, size: number, space: EditSpace): string | null {
  const over = offset + length - size;
  if (over <= 0) return null;
  const end = formatOffset(size);
  return offset >= size
    ? WORDS.range.outside(WORDS.range.spaces[space], end)
    : WORDS.range.tooFar(WORDS.range.spaces[space], end, sizeText(over));
}

/** Reads the two fields of a range. */
export function parseRange(
  offsetText: string,
  lengthText: string,
  size: number,
  space: EditSpace,
): ParsedRange {
  const no = (field: "offset" | "length", problem: string): ParsedRange => ({ ok: false, field, problem });
  if (offsetText.trim() === "") return no("offset", "");
  const offset = parseAmount(offsetText);
  if (offset === null) return no("offset", WORDS.range.noOffset);
  const outside = rangeProblem({ offset, length: 1 }, size, space);
  if (outside !== null) return no("offset", outside);
  if (lengthText.trim() === "") return no("length", "");
  const length = parseAmount(lengthText);
  if (length === null) return no("length", WORDS.range.noLength);
  if (length === 0) return no("length", WORDS.range.empty);
  const over = rangeProblem({ offset, length }, size, space);
  if (over !== null) return no("length", over);
  return { ok: true, span: { offset, length } };
}

/** A pattern over and over, cut at the length. */
export function repeated(pattern: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set(pattern.subarray(0, length));
  for (let done = pattern.length; done > 0 && done < length; done *= 2)
    bytes.copyWithin(done, 0, Math.min(done, length - done));
  return bytes;
}

import type { Span } from "../../../../workers/api/index.ts";
import { PAGE } from "./hex-page.ts";
import type { HexSource } from "./types.ts";

/** The bytes of a span, page by page. Shorter at the end of the source. */
export async function readSpan(source: HexSource, span: Span): Promise<Uint8Array> {
  const end = Math.min(source.size, span.offset + span.length);
  const made = new Uint8Array(Math.max(0, end - span.offset));
  let at = span.offset;
  while (at < end) {
    const page = Math.floor(at / PAGE) * PAGE;
    // One page at a time: a copy must not crowd out what the view itself asks for.
    // oxlint-disable-next-line no-await-in-loop
    const { bytes } = await source.read(page, Math.min(PAGE, source.size - page));
    const part = bytes.subarray(at - page, Math.min(bytes.length, end - page));
    if (part.length === 0) break;
    made.set(part, at - span.offset);
    at += part.length;
  }
  return made.subarray(0, Math.max(0, at - span.offset));
}

import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { DiskWriter } from "../../vhdx/write/disk-writer.ts";

/** Bytes. A fill creates all its bytes in memory, where pending changes stay. */
const LARGEST_FILL = 256 * MIB;

/**
 * Writes a pattern over and over.
 *
 * @throws VhdxError `misuse` for an empty pattern or more than 256 MiB; as `DiskWriter.write`.
 */
export function fill(writer: DiskWriter, offset: number, length: number, pattern: Uint8Array): void {
  if (pattern.length === 0) throw new VhdxError("misuse", "A pattern needs at least one byte.");
  if (length > LARGEST_FILL)
    throw new VhdxError("misuse", `At most ${sizeText(LARGEST_FILL)} can be filled at once.`);
  // Each chunk holds whole patterns, so that the pattern continues across chunks.
  const repeats = Math.max(1, Math.floor(MIB / pattern.length));
  const chunk = new Uint8Array(pattern.length * repeats);
  for (let at = 0; at < chunk.length; at += pattern.length) chunk.set(pattern, at);
  for (let done = 0; done < length; done += chunk.length) {
    writer.write(offset + done, chunk.subarray(0, Math.min(chunk.length, length - done)));
  }
}

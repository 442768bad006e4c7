import type { ZeroedRun } from "../../../api/index.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { DiskRange } from "../../report/lost-words.ts";
import type { Piece } from "../pieces/pieces.ts";
import type { Salvage } from "../deliver/salvage.ts";
import { windowsText, pythonText } from "../scripts/script-text.ts";
import { textEntry } from "../zip/entries.ts";
import { EXECUTABLE, READABLE, zipPieces } from "../zip/zip.ts";
import mainPy from "./__main__.py?raw";
import type { PackedDescription } from "./format.ts";
import { pack, type PackOptions } from "./pack.ts";
import { packedReadme } from "./readme.ts";
import unpackPs1 from "./unpack.ps1?raw";
import unpackPy from "./unpack.py?raw";

export interface PackedInput extends Omit<PackOptions, "salvage"> {
  /** All of the virtual disk from its first byte on, zeros where it can't be read. */
  readonly pieces: Iterable<Piece>;
  readonly about: Omit<PackedDescription, "format" | "version" | "packedSize" | "ranges">;
  /** Reads the files, and knows afterwards what could not be read; without it that is an error. */
  readonly salvage?: Pick<Salvage, "readRun" | "lost" | "zeroed">;
}

/** Where in the virtual disk the runs lie that could not be read. */
function lostRanges(zeroed: readonly ZeroedRun[]): readonly DiskRange[] {
  return zeroed.flatMap(({ diskOffset, length }) =>
    diskOffset === null ? [] : [{ offset: diskOffset, length }],
  );
}

/**
 * `NAME.raw-packed.zip`: the virtual disk without its zeros, with scripts that make a sparse raw file of it.
 *
 * @throws VhdxError `not-available` above a limit; `cancelled`; whatever reading the pieces throws.
 */
export async function packedArchive(
  { pieces, about, ...options }: PackedInput,
  job: JobContext,
): Promise<Iterable<Piece>> {
  const { ranges, content, size, crc32 } = await pack(pieces, options, job);
  const description: PackedDescription = {
    format: "platter-packed-raw",
    version: 1,
    ...about,
    unreadable: [...about.unreadable, ...lostRanges(options.salvage?.zeroed ?? [])],
    packedSize: size,
    ranges,
  };
  job.progress(0, size, "Saving");
  // The data comes last: what explains it can be read of a download that broke off.
  const texts = await Promise.all([
    textEntry("README.txt", packedReadme(description), READABLE),
    textEntry("unpack.py", pythonText(unpackPy), EXECUTABLE),
    textEntry("__main__.py", pythonText(mainPy), READABLE),
    textEntry("unpack.ps1", windowsText(unpackPs1), READABLE),
    textEntry("packed.json", `${JSON.stringify(description, null, 1)}\n`, READABLE),
  ]);
  const data = { name: "packed.bin", mode: READABLE, crc32, content };
  return zipPieces([...texts, data], new Date(about.createdAt));
}

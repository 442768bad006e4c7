import { asciiToText } from "../../shared/encoded-text.ts";
import { IDENTIFIER_OFFSET } from "../../vhdx/headers/header-section.ts";
import { HEADER_PARTS } from "../../vhdx/recognise/parts.ts";
import { FILE_SIGNATURE } from "../../vhdx/structs/file-identifier.ts";

async function startsWith(file: Blob, offset: number, text: string): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(offset, offset + text.length).arrayBuffer());
  return asciiToText(bytes) === text;
}

/**
 * Whether a file is a VHDX by its first bytes, whatever it is called; also where these are damaged, but a header or a region table is
 * in its place. Looks at no other part, since a folder can hold thousands of files.
 *
 * @throws whatever the browser throws where the file can't be read.
 */
export async function isDisk(file: Blob): Promise<boolean> {
  if (await startsWith(file, IDENTIFIER_OFFSET, FILE_SIGNATURE)) return true;
  const found = await Promise.all(
    HEADER_PARTS.map(({ offset, signature }) => startsWith(file, offset, signature)),
  );
  return found.includes(true);
}

import type { ImageSource } from "../../../workers/api/index.ts";

/** A file the user chose or dropped, by its handle where the browser gives one. */
export interface ChosenFile {
  readonly name: string;
  readonly source: ImageSource;
}

/** A file without a handle. */
export function plainFile(file: File): ChosenFile {
  return { name: file.name, source: { kind: "file", file } };
}

/** A file by its handle. */
export function handleFile(handle: FileSystemFileHandle): ChosenFile {
  return { name: handle.name, source: { kind: "handle", handle } };
}

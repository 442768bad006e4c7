/** The content of a file in a folder; null where there is none, or where it can't be read. */
export async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return null;
  }
}

/**
 * Writes a file as a whole: an interruption leaves the content before.
 *
 * @throws whatever the browser throws where it has no room or no storage.
 */
export async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await writable.write(content);
    await writable.close();
  } catch (thrown) {
    await writable.abort().catch(() => {});
    throw thrown;
  }
}

/** Bytes of all files in a folder and below. */
export async function sizeOf(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0;
  for await (const entry of folder.values())
    bytes += entry.kind === "file" ? (await entry.getFile()).size : await sizeOf(entry);
  return bytes;
}

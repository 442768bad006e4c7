// WebKitGTK has no `navigator.storage`.
const manager = () => navigator.storage as StorageManager | undefined;

/**
 * The root of the browser's own storage for this page. Null where the browser gives the page none: Chromium for a page that was
 * opened from a disk, some private windows, WebKitGTK.
 */
export async function ownStorage(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await manager()?.getDirectory()) ?? null;
  } catch {
    return null;
  }
}

/** Asks the browser not to clear the page's storage by itself when the drive runs full. */
export async function persistStorage(): Promise<boolean> {
  return (
    (await manager()
      ?.persist()
      .catch(() => false)) ?? false
  );
}

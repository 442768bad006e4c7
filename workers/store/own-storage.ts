// WebKitGTK has no `navigator.storage`.
const manager = () => navigator.storage as StorageManager | undefined;

/**
 * The root of the browser's own storage for this page (OPFS). Null where the browser gives the page none: Chromium for a page that
 * was opened from a disk, some private windows, WebKitGTK.
 */
export async function ownStorage(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await manager()?.getDirectory()) ?? null;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "SecurityError") return null;
    throw thrown;
  }
}

/** How much of the page's storage is used, and how much it may be, in bytes; empty where the browser does not say. */
export async function storageEstimate(): Promise<StorageEstimate> {
  return (await manager()?.estimate()) ?? {};
}

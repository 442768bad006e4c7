interface HandleItem {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null | undefined>;
}

interface AskableHandle {
  requestPermission?: (options: { readonly mode: "read" | "readwrite" }) => Promise<PermissionState>;
}

/** The handle of what was dropped. Null in a browser without handles, and for files that a script drags. */
export async function droppedHandle(item: DataTransferItem): Promise<FileSystemHandle | null> {
  return (await (item as HandleItem).getAsFileSystemHandle?.().catch(() => null)) ?? null;
}

/**
 * Asks the user whether the page may use a file. A browser asks right after a click alone, so nothing may be awaited before. One
 * that knows no such question gives its handles with permission.
 */
export async function mayUse(handle: FileSystemFileHandle, mode: "read" | "readwrite"): Promise<boolean> {
  const answer = await (handle as AskableHandle).requestPermission?.({ mode });
  return answer === undefined || answer === "granted";
}

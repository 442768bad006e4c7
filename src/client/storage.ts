/** Whether the browser's own storage for this page holds nothing, so that nobody has to be asked what is in it. */
export async function storageIsEmpty(): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    const first = await root.keys().next();
    return first.done === true;
  } catch {
    // A browser that gives the page no storage; the engine says so where it matters.
    return true;
  }
}

import { VhdxError } from "../../workers/shared/error.ts";

/** Tries again until the browser has released the file from a worker that was just killed. */
export async function openWhenFree<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (thrown) {
    if (!(thrown instanceof VhdxError && thrown.code === "file-in-use")) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return openWhenFree(open);
  }
}

/** Not in TypeScript's library of ES2023; browsers have it since 2023. */
interface Transferable {
  transfer?(newLength: number): ArrayBuffer;
}

/**
 * Gives the memory of bytes back at once, where the browser can: a collector lets hundreds of MiB of large buffers pile up
 * before it runs. The bytes must be nobody else's, and are empty afterwards.
 */
export function release(bytes: Uint8Array<ArrayBuffer>): void {
  (bytes.buffer as Transferable).transfer?.(0);
}

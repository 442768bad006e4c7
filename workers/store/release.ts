const { port1: away, port2 } = new MessageChannel();
// A message to a closed port is dropped, with all buffers that were transferred in it.
port2.close();

/**
 * Frees the memory of bytes at once: the garbage collector lets hundreds of MiB of large buffers pile up before it runs.
 * `ArrayBuffer.transfer` does not help: the memory of a buffer that came from a read or a message stays allocated, and the
 * collector, which sees an empty buffer, does not run at all.
 *
 * @param bytes used by nothing else; empty afterwards
 */
export function release(bytes: Uint8Array<ArrayBuffer>): void {
  away.postMessage(null, [bytes.buffer]);
}

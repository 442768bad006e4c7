const { port1: away, port2 } = new MessageChannel();
// What is sent to a port that has gone is dropped with all that was handed over.
port2.close();

/**
 * Gives the memory of bytes back at once: a collector lets hundreds of MiB of large buffers pile up before it runs.
 * `ArrayBuffer.transfer` is no help: what a browser made of a read or a message stays in memory behind the buffer, and the
 * collector, to which it looks empty, does not come at all.
 *
 * @param bytes nobody else's; empty afterwards
 */
export function release(bytes: Uint8Array<ArrayBuffer>): void {
  away.postMessage(null, [bytes.buffer]);
}

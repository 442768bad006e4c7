/** What the guest is to write, each write durable before the next. Bytes. */
export interface GuestOrder {
  readonly size: number;
  readonly blockSize: number;
  readonly offsets: readonly number[];
  readonly length: number;
}

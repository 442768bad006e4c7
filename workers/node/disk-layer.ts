/**
 * A layer of a file. `original`: the bytes that are stored. `replayed`: these bytes with the log's changes applied in memory.
 * Both are the same where the log is empty.
 */
export type DiskLayer = "original" | "replayed";

/**
 * Which bytes of a file something is about: `original`, those that are stored; `replayed`, the same with the log's changes, which
 * are put over them in memory. The same bytes where the log is empty.
 */
export type DiskLayer = "original" | "replayed";

import * as v from "valibot";
import type { RecentFile } from "./recent.ts";

/** As the File System API makes them. Asked by what it can do: a test has no such class. */
const isHandle = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  value.kind === "file" &&
  "getFile" in value &&
  typeof value.getFile === "function" &&
  "isSameEntry" in value &&
  typeof value.isSameEntry === "function";

const handle = v.custom<FileSystemFileHandle>(isHandle);
const id = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const recentFile: v.GenericSchema<unknown, RecentFile> = v.object({
  id,
  name: v.string(),
  size: count,
  openedAt: count,
  handle,
  // What older builds kept has none.
  parents: v.exactOptional(v.array(handle)),
});

/** What the browser's storage holds, told apart. */
export interface RecentRecords {
  readonly files: readonly RecentFile[];
  /** Ids of the records that are no remembered file. */
  readonly damaged: readonly number[];
}

/**
 * Takes what was read back from the browser's storage for what it is: data that may be damaged, or written by another version.
 *
 * @param records whatever the storage holds, in its order
 */
export function readRecentRecords(records: readonly unknown[]): RecentRecords {
  const files: RecentFile[] = [];
  const damaged: number[] = [];
  for (const record of records) {
    const file = v.safeParse(recentFile, record);
    if (file.success) {
      files.push(file.output);
      continue;
    }
    // Without an id there is nothing that could be taken away.
    const known = v.safeParse(v.object({ id }), record);
    if (known.success) damaged.push(known.output.id);
  }
  return { files, damaged };
}

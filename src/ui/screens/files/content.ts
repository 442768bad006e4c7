import type { FilesAt, FileStat } from "../../../../workers/api/index.ts";

/** What a view of a file's content is asked with. */
export interface ContentProps {
  readonly at: FilesAt;
  /** Names the view of the volume. */
  readonly viewKey: string;
  readonly stat: FileStat;
  /** Null for the content itself. */
  readonly stream: string | null;
  /** Bytes of the content or stream. */
  readonly size: number;
  readonly name: string;
}

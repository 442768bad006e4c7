/** An entry of the corpus's `EXPECTED.json`, with its own names; `../shared/corpus/README.md` explains them. */
export interface CorpusImage {
  readonly file: string;
  readonly stored_as: string;
  readonly stored_size: number;
  readonly stored_sha256: string;
  readonly origin: string;
  /** Bytes of the unpacked image. */
  readonly size: number;
  readonly sha256: string;
  readonly outcome: "opens" | "refused" | "invalid";
  readonly error: string | null;
  readonly type: "fixed" | "dynamic" | "differencing";
  readonly virtual_size: number;
  readonly block_size: number;
  readonly logical_sector_size: number;
  readonly physical_sector_size: number;
  readonly creator: string;
  readonly disk_id: string;
  readonly data_write_guid: string;
  /** File name of the parent in the corpus. */
  readonly parent: string | null;
  readonly parent_locator?: Readonly<Record<string, string>>;
  readonly findings: readonly CorpusFinding[];
  /** `payload-0` … `bitmap-6`, after the replay. */
  readonly bat_states?: Readonly<Record<string, number>>;
  readonly log: CorpusLog;
  readonly virtual_sha256?: string | null;
  readonly virtual_sparse_sha256?: string | null;
  readonly present_sectors?: number;
  readonly present_sectors_sha256?: string;
  /** "agrees", or how qemu-img 7.2 differs. */
  readonly qemu_7_2?: string;
  readonly qemu_map?: string;
  readonly qemu_info?: Readonly<Record<string, unknown>> | null;
  /** Offset, length and byte value. */
  readonly writes?: readonly (readonly [number, number, number])[];
  readonly notes?: readonly string[];
}

interface CorpusFinding {
  readonly code: string;
  readonly bat_index?: number;
  readonly other?: number;
}

interface CorpusLog {
  readonly state: "clean" | "dirty";
  readonly offset: number;
  readonly length: number;
  readonly log_guid: string;
  readonly active: readonly CorpusLogEntry[];
  readonly stale_entries?: number;
  readonly entries_before_tail?: number;
  readonly size_after_replay?: number | null;
  readonly post_replay_sha256?: string | null;
}

export interface CorpusLogEntry {
  /** From the start of the log. */
  readonly offset: number;
  readonly length: number;
  readonly tail: number;
  readonly sequence: string;
  readonly flushed_file_offset: number;
  readonly last_file_offset: number;
  readonly descriptors: readonly {
    readonly kind: "data" | "zero";
    readonly file_offset: number;
    readonly length: number;
  }[];
}

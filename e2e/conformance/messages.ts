/** Files with the suite's contents, told apart by their sizes. */
export interface Dropped {
  readonly files: readonly File[];
  readonly handles: readonly FileSystemFileHandle[];
}

export interface Request {
  readonly call: number;
  readonly ask: "contents" | "backends" | { readonly backend: string; readonly dropped: Dropped };
}

export interface Outcome {
  readonly name: string;
  /** What went wrong, null where nothing did. */
  readonly error: string | null;
}

/** What a writable takes: all of the file, or bytes at a place. */
type Written =
  | Uint8Array<ArrayBuffer>
  | string
  | { readonly position: number; readonly data: Uint8Array<ArrayBuffer> };

/** A folder of the browser's own storage, in memory, with the methods that the engine uses. Notes what is written. */
export class FakeDirectory {
  readonly entries = new Map<string, FakeDirectory | Uint8Array>();
  /** Names of the files written, in order. */
  readonly written: string[] = [];
  /** Bytes that were handed over at places, in all files. */
  handed = 0;
  /** Names that no folder can have. */
  readonly refused: ReadonlySet<string>;

  constructor(refused: ReadonlySet<string> = new Set()) {
    this.refused = refused;
  }

  /** As the engine takes it. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  async getDirectoryHandle(name: string, options?: { readonly create: boolean }): Promise<FakeDirectory> {
    if (this.refused.has(name)) throw new TypeError("Name is not allowed.");
    const made = options?.create === true ? new FakeDirectory(this.refused) : undefined;
    const entry = this.entries.get(name) ?? made;
    if (!(entry instanceof FakeDirectory)) throw new DOMException(name, "NotFoundError");
    this.entries.set(name, entry);
    return entry;
  }

  async getFileHandle(name: string, options?: { readonly create: boolean }) {
    if (!this.entries.has(name)) {
      if (options?.create !== true) throw new DOMException(name, "NotFoundError");
      this.entries.set(name, new Uint8Array());
    }
    return {
      getFile: async () => new File([this.entries.get(name) as Uint8Array<ArrayBuffer>], name),
      createWritable: async () => {
        let content = new Uint8Array();
        return {
          write: async (data: Written) => {
            if (typeof data === "string") content = new TextEncoder().encode(data);
            else if (data instanceof Uint8Array) content = data;
            else {
              const grown = new Uint8Array(Math.max(content.length, data.position + data.data.length));
              grown.set(content);
              grown.set(data.data, data.position);
              this.handed += data.data.length;
              content = grown;
            }
          },
          truncate: async (size: number) => {
            const cut = new Uint8Array(size);
            cut.set(content.subarray(0, size));
            content = cut;
          },
          close: async () => {
            this.entries.set(name, content);
            this.written.push(name);
          },
          abort: async () => {},
        };
      },
    };
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new DOMException(name, "NotFoundError");
  }

  async *keys(): AsyncGenerator<string> {
    yield* this.entries.keys();
  }

  async *values(): AsyncGenerator {
    for (const [name, entry] of this.entries) {
      if (entry instanceof FakeDirectory) yield Object.assign(entry, { kind: "directory" });
      else yield { ...(await this.getFileHandle(name)), kind: "file" };
    }
  }
}

/** What the dialog for opening files asks for. */
interface OpenDialog {
  /** The browser remembers a folder for each. */
  readonly id: string;
  readonly multiple: boolean;
  readonly types: readonly {
    readonly description: string;
    readonly accept: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** What the dialog for saving a file asks for. */
interface SaveDialog {
  readonly id: string;
  readonly suggestedName: string;
}

interface Pickers {
  showOpenFilePicker?: (options: OpenDialog) => Promise<FileSystemFileHandle[]>;
  showSaveFilePicker?: (options: SaveDialog) => Promise<FileSystemFileHandle>;
  showDirectoryPicker?: (options: {
    readonly id: string;
    readonly mode?: "readwrite";
  }) => Promise<FileSystemDirectoryHandle>;
}

const pickers = globalThis as Pickers;

/** Asks for files; null in Firefox and Safari, which have no dialog that gives handles. */
export const filePicker = () => pickers.showOpenFilePicker?.bind(globalThis) ?? null;

/** Asks for a folder; null where no dialog gives handles. */
export const folderPicker = () => pickers.showDirectoryPicker?.bind(globalThis) ?? null;

/** Asks where a file is saved; null where results can be downloaded alone. */
export const savePicker = () => pickers.showSaveFilePicker?.bind(globalThis) ?? null;

import type { ImageSource } from "../../workers/api/index.ts";

interface OpenPicker {
  showOpenFilePicker?: (options: {
    readonly id: string;
    readonly types: readonly {
      readonly description: string;
      readonly accept: Readonly<Record<string, readonly string[]>>;
    }[];
  }) => Promise<FileSystemFileHandle[]>;
}

/** A file the user chose or dropped, by its handle where the browser gives one. */
export interface ChosenFile {
  readonly name: string;
  readonly source: ImageSource;
}

/** @returns the chosen file, or null where the user closed the picker. */
export async function pickFile(): Promise<ChosenFile | null> {
  // Looked up at the click: Firefox and Safari have no picker that gives handles.
  const picker = (globalThis as OpenPicker).showOpenFilePicker;
  if (picker === undefined) return pickPlainFile();
  try {
    const [handle] = await picker.call(globalThis, {
      id: "platter-open",
      types: [
        { description: "Virtual hard disks", accept: { "application/octet-stream": [".vhdx", ".avhdx"] } },
      ],
    });
    return handle === undefined ? null : { name: handle.name, source: { kind: "handle", handle } };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw thrown;
  }
}

function pickPlainFile(): Promise<ChosenFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("cancel", () => resolve(null));
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      resolve(file === undefined ? null : { name: file.name, source: { kind: "file", file } });
    });
    input.click();
  });
}

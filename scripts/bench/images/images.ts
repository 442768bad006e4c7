import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";

/** The images of a run: each is made when it is first asked for, and kept for the cases after it. */
export class Images {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Path of an image.
   *
   * @param make writes it to the path
   */
  async get(name: string, make: (file: string) => Promise<unknown>): Promise<string> {
    const file = path.join(this.folder, name);
    if (existsSync(file)) return file;
    await mkdir(this.folder, { recursive: true });
    // One that was left half made by a run that was stopped must not be taken for whole.
    const unfinished = `${file}.part`;
    await make(unfinished);
    await rename(unfinished, file);
    return file;
  }
}

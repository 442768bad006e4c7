import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";

/** The images of a run. Each is made when it is first needed, and kept for later cases. */
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
    // A half-made image of a stopped run must not be mistaken for a complete one.
    const unfinished = `${file}.part`;
    await make(unfinished);
    await rename(unfinished, file);
    return file;
  }
}

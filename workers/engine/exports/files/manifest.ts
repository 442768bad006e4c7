import { nanosecondText } from "../../../shared/time-text.ts";
import type { Item } from "./item.ts";
import { pathText } from "./item.ts";

/** Characters that are put together before they are handed on. */
const PART = 256 * 1024;

function isText({ path }: Item): boolean {
  return path.every(({ text }) => !text.includes("\ufffd"));
}

const hexOf = ({ path }: Item) =>
  path
    .map(({ bytes }) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""))
    .join("2f");

/** What a manifest says of itself. */
export interface ManifestHead {
  /** Name of the image. */
  readonly image: string;
  readonly layer: string;
  readonly volume: string;
  /** "ext4", with its state. */
  readonly system: string;
  /** Version of Platter. */
  readonly version: string;
}

/** The list of all extracted files, as JSON with an entry on each line. */
export class Manifest {
  readonly #take: (text: string) => Promise<void>;
  #text = "";
  #entries = 0;

  /** @param take takes parts of the text, in order */
  constructor(head: ManifestHead, take: (text: string) => Promise<void>) {
    this.#take = take;
    const about = JSON.stringify({ format: "platter-files", formatVersion: 1, ...head });
    this.#text = `${about.slice(0, -1)},"entries":[`;
  }

  /** @param sha256 of a file's content as it was written; null for all else */
  async add(item: Item, sha256: string | null): Promise<void> {
    const { stat, path, content, same, stream } = item;
    const { modified } = stat.times;
    const entry = {
      path: pathText(path),
      ...(isText(item) ? {} : { pathHex: hexOf(item) }),
      ...(stream === null ? {} : { stream }),
      kind: stat.kind,
      ...(content === null ? {} : { size: content.size }),
      ...(sha256 === null ? {} : { sha256 }),
      ...(same === null ? {} : { hardLinkTo: pathText(same) }),
      ...(stat.target === null ? {} : { target: stat.target.text }),
      ...(stat.mode === null ? {} : { mode: stat.mode.toString(8).padStart(4, "0") }),
      ...(stat.owner === null ? {} : stat.owner),
      ...(modified === null ? {} : { modified: nanosecondText(modified) }),
    };
    this.#text += `${this.#entries === 0 ? "\n" : ",\n"}${JSON.stringify(entry)}`;
    this.#entries += 1;
    if (this.#text.length >= PART) await this.#hand();
  }

  /** @param problems as the extraction lists them */
  async finish(problems: readonly unknown[], problemCount: number): Promise<void> {
    this.#text += `\n],"problemCount":${problemCount},"problems":[`;
    for (const [nth, problem] of problems.entries()) {
      this.#text += `${nth === 0 ? "\n" : ",\n"}${JSON.stringify(problem)}`;
      if (this.#text.length >= PART) await this.#hand();
    }
    this.#text += "\n]}\n";
    await this.#hand();
  }

  async #hand(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    await this.#take(text);
  }
}

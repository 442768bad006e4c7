import type { Progress } from "../../workers/node/index.ts";
import { visibleText } from "../../workers/shared/visible-text.ts";

/** Characters that `visibleText` writes out, except the line ends of indented JSON. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A character as a JSON escape. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");

const CLEAR_LINE = "\r\u{1b}[K";

/** Standard output and standard error. Text from images is shown so that it can't move the cursor or reorder other text. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;
  #progressShown = false;

  constructor(out: NodeJS.WriteStream = process.stdout, err: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
    this.#err = err;
  }

  /** Writes lines, and waits until they are written: a reader sees a result before work on the next one begins. */
  async print(...lines: readonly string[]): Promise<void> {
    await this.#write(lines.map((line) => `${visibleText(line)}\n`).join(""));
  }

  /**
   * Writes a value as JSON, on one line or indented. Characters that a terminal would obey are escaped; the value stays the same.
   */
  async printJson(value: unknown, indent?: number): Promise<void> {
    const json = JSON.stringify(value, null, indent);
    await this.#write(`${json.replace(HIDDEN, escaped)}\n`);
  }

  /** Writes text as it is, for a file that standard output is directed to. */
  async printRaw(text: string): Promise<void> {
    await this.#write(text);
  }

  /** Writes to standard error what went wrong. */
  complain(about: string, sentence: string): void {
    this.#clear();
    this.#err.write(`platter: ${visibleText(about === "" ? sentence : `${about}: ${sentence}`)}\n`);
  }

  /** Shows progress, if standard error is a terminal. */
  readonly progressOf = (name: string): ((progress: Progress) => void) | undefined => {
    if (!this.#err.isTTY) return undefined;
    return ({ label, done, total }) => {
      const part = total === null || total === 0 ? "" : ` ${Math.floor((done / total) * 100)} %`;
      const line = visibleText(`${name}: ${label}${part}`);
      this.#err.write(`${CLEAR_LINE}${line.slice(0, (this.#err.columns || 80) - 1)}`);
      this.#progressShown = true;
    };
  };

  async #write(text: string): Promise<void> {
    this.#clear();
    await new Promise<void>((resolve, reject) => {
      this.#out.write(text, (failed) => (failed == null ? resolve() : reject(failed)));
    });
  }

  #clear(): void {
    if (this.#progressShown) this.#err.write(CLEAR_LINE);
    this.#progressShown = false;
  }
}

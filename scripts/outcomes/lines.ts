import { VhdxError } from "../../workers/shared/error.ts";
import { digestOf } from "./digest.ts";

/** What the engine concluded of one subject: a line for each fact. Sentences are gathered into one digest, as their words may change. */
export class Lines {
  readonly #lines: string[] = [];
  readonly #facts: string[] = [];
  readonly #words: string[] = [];

  /** @param facts texts and numbers, one after the other */
  add(...facts: readonly (string | number)[]): void {
    this.#lines.push(facts.join(" ").trimEnd());
  }

  /** Plain data that is too long for a line: its digest stands in the next line that `close` adds. */
  fact(name: string, value: unknown): void {
    this.#facts.push(`${name} ${digestOf(value)}`);
  }

  /** Adds the line of all facts since the last one. */
  close(what: string): void {
    this.add(what, this.#facts.splice(0).join(", "));
  }

  /** A sentence for the user. */
  say(...sentences: readonly (string | null | undefined)[]): void {
    for (const each of sentences) if (each != null) this.#words.push(each);
  }

  /**
   * Does something that the engine may refuse because of what the image holds.
   *
   * @param work gives the fact to add
   */
  attempt(what: string, work: () => string | number): void {
    this.add(what, this.outcome(work));
  }

  /** As `attempt`, without a line. */
  outcome(work: () => string | number): string {
    try {
      return String(work());
    } catch (thrown) {
      return this.#refusal(thrown);
    }
  }

  /** As `attempt`, for work that takes a while. */
  async attemptLater(what: string, work: () => Promise<string | number>): Promise<void> {
    try {
      this.add(what, await work());
    } catch (thrown) {
      this.add(what, this.#refusal(thrown));
    }
  }

  #refusal(thrown: unknown): string {
    if (!(thrown instanceof VhdxError)) throw thrown;
    this.say(thrown.message);
    return `refused:${thrown.code}`;
  }

  /** All lines, the digest of the sentences last. */
  get all(): readonly string[] {
    return [...this.#lines, `words ${digestOf(this.#words)}`];
  }
}

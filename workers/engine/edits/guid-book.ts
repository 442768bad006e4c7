import { randomGuid } from "../../shared/guid.ts";

/** GUIDs in the order in which they are asked for; after `rewind` the same ones come again. */
export class GuidBook {
  readonly #drawn: string[] = [];
  #next = 0;

  rewind(): void {
    this.#next = 0;
  }

  readonly take = (): string => {
    const known = this.#drawn[this.#next];
    const guid = known ?? randomGuid();
    if (known === undefined) this.#drawn.push(guid);
    this.#next += 1;
    return guid;
  };
}

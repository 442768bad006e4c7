import { countText, offsetText, sizeText } from "../../shared/text.ts";
import type { FindingList } from "../findings/index.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Runs that are named at most; the rest is in the total. */
const NAMED = 8;

/** Collects the parts of the virtual disk that lie past the end of the file, block after block. */
export class MissingData {
  /** Runs of the virtual disk, `[start, end)`, merged; the first few. */
  readonly #runs: { readonly start: number; end: number }[] = [];
  #bytes = 0;
  #blocks = 0;

  /** All of them together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a run `[start, end)` of the virtual disk, in bytes. */
  add(start: number, end: number): void {
    this.#bytes += end - start;
    this.#blocks += 1;
    const last = this.#runs.at(-1);
    if (last?.end === start) last.end = end;
    else if (this.#runs.length <= NAMED) this.#runs.push({ start, end });
  }

  /** Says how much is missing, and where. */
  report(findings: FindingList): void {
    if (this.#blocks === 0) return;
    const named = this.#runs
      .slice(0, NAMED)
      .map(({ start, end }) => `${offsetText(start)} to ${offsetText(end)}`);
    const more = this.#runs.length > NAMED ? ", and more" : "";
    const blocks = countText(this.#blocks, "block");
    findings.add(
      "file-data-missing",
      `${sizeText(this.#bytes)} of the virtual disk, in ${blocks}, lie past the end of the file: ${named.join(", ")}${more}.`,
      { structure: "Virtual disk", node: nodeId("bat") },
    );
  }
}

import { sizeText } from "../../shared/text.ts";
import type { BatFindings } from "./bat-findings.ts";
import type { Geometry } from "../../shared/geometry.ts";

/** Consecutive blocks that lie past the end of the file. */
interface BeyondRun {
  /** Of the first one's entry. */
  readonly index: number;
  readonly name: string;
  readonly offsetMib: number;
  readonly first: number;
  last: number;
}

/** Collects blocks past the end of the file: one finding for each run of consecutive blocks. */
export class BlocksBeyond {
  readonly #geometry: Geometry;
  readonly #fileSize: number;
  #run: BeyondRun | null = null;

  /** @param fileSize bytes. */
  constructor(geometry: Geometry, fileSize: number) {
    this.#geometry = geometry;
    this.#fileSize = fileSize;
  }

  /**
   * Takes a block or sector bitmap. Consecutive payload blocks share a finding.
   *
   * @param findings takes the finding about the run that ends here.
   */
  add(index: number, name: string, offsetMib: number, findings: BatFindings): void {
    const { kind, block } = this.#geometry.entryAt(index);
    const run = this.#run;
    if (kind === "payload" && run?.last === block - 1) {
      run.last = block;
      return;
    }
    this.report(findings);
    const first = kind === "payload" ? block : Number.NaN;
    this.#run = { index, name, offsetMib, first, last: first };
  }

  /** Adds the finding about the last run. More blocks may follow. */
  report(findings: BatFindings): void {
    const run = this.#run;
    if (run === null) return;
    const what =
      run.first < run.last
        ? `Blocks ${run.first} to ${run.last} lie`
        : `${run.name} at ${run.offsetMib} MiB lies`;
    const message = `${what} past the end of the file. The file ends at ${sizeText(this.#fileSize)}.`;
    findings.add("bat-beyond-file", run.index, message);
  }
}

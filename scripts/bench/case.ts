import type { BenchBrowser } from "./browser/bench-browser.ts";
import type { Images } from "./images/images.ts";
import type { Row } from "./result.ts";
import type { Scale } from "./scale.ts";

/** The tools of a case. */
export interface Bench {
  readonly scale: Scale;
  readonly browser: BenchBrowser;
  readonly images: Images;
  /** Prints what is being done. */
  readonly say: (text: string) => void;
}

/** One measurement: a row of the table, or a few rows that share their images. */
export interface Case {
  /** As `--only` takes it; the rows' ids begin with it. */
  readonly id: string;
  readonly run: (bench: Bench) => Promise<readonly Row[]>;
}

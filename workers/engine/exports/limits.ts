import { GIB, TIB } from "../../shared/numbers.ts";

/** The largest results that the destination can take, in bytes. */
export interface ExportLimits {
  /** Of a raw image, and of the data that a packed one holds. */
  readonly raw: number;
  /** How much longer than the file its replayed copy may be. */
  readonly growth: number;
}

/** A browser keeps a whole second copy of a raw image while it saves. No disk in use grows by a TiB in one log. */
export const BROWSER_LIMITS: ExportLimits = { raw: 256 * GIB, growth: TIB };
/** Without limits: the file system reports what is too large. */
export const NO_LIMITS: ExportLimits = {
  raw: Number.POSITIVE_INFINITY,
  growth: Number.POSITIVE_INFINITY,
};

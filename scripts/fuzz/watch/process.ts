import { readFileSync } from "node:fs";

/** Limit of resident memory, buffers included. Checked only on Linux, where the system tells. */
export const MOST_RESIDENT = 3 * 1024 ** 3;
const PAGE = 4096;
/** Linux counts a process' time in hundredths of a second. */
const TICKS = 100;

const ofProcess = (pid: number | undefined, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
};

/** Resident memory of a process in bytes; 0 if the system does not tell. */
export const residentBytes = (pid: number | undefined): number =>
  Number(ofProcess(pid, "statm")?.split(" ")[1] ?? 0) * PAGE;

/**
 * How long a process has worked since `reset`: on Linux its processor time, so that a busy machine is not taken for a hang;
 * elsewhere the wall time.
 */
export class ProcessClock {
  readonly #pid: number | undefined;
  #start = 0;

  constructor(pid: number | undefined) {
    this.#pid = pid;
    this.reset();
  }

  get #now(): number {
    // Behind the name in brackets: user and system time are the 12th and 13th.
    const fields = ofProcess(this.#pid, "stat")
      ?.replace(/^.*\) /, "")
      .split(" ");
    return fields === undefined
      ? performance.now() / 1000
      : (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  reset(): void {
    this.#start = this.#now;
  }

  /** The same since the process began, or without such a system since some earlier moment. */
  get total(): number {
    return this.#now;
  }

  get seconds(): number {
    return this.#now - this.#start;
  }
}

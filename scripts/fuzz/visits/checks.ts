import { fullCheck } from "../../../workers/engine/full-check/full-check.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { hold, type Visit } from "./visit.ts";

/** The background check, which on the page runs beside all other visits: the log, and the whole BAT of both layers. */
export const SCAN: Visit = {
  name: "scan",
  refusals: [],
  run: ({ file: { image } }) => image.scan(UNATTENDED),
};

/** The full check, for files of some MiB. */
export const FULL_CHECK: Visit = {
  name: "full check",
  refusals: [],
  // The whole file, on both of its layers.
  asked: 64 * MIB,
  run: async ({ file: { image } }) => {
    const told = new Set<string>();
    const { parts } = await fullCheck(image, UNATTENDED, (findings) => {
      for (const { message } of findings) told.add(message);
    });
    hold(parts.length === 0 || image.scanComplete, "after a full check there is nothing left to scan");
    for (const layer of new Set([image.best, image.own])) {
      for (const { code, message } of image.findings(layer))
        hold(layer !== image.best || told.has(message), `${code} is handed on when it is found`);
    }
  },
};

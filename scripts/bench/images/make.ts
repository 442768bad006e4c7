/**
 * Makes one of the images that QEMU has no command for, in a process of its own: `filled-bat PATH OPTIONS` or `full-log PATH OPTIONS`,
 * the options as JSON. Prints as JSON what was made.
 */
import { loadCrc32c } from "../../../workers/bytes/crc32c.ts";
import { makeFilledBat } from "./filled-bat.ts";
import { makeFullLog } from "./full-log.ts";

const [kind, file, options] = process.argv.slice(2);
if (file === undefined || options === undefined) throw new Error("filled-bat or full-log, PATH, OPTIONS");
await loadCrc32c();
const made =
  kind === "filled-bat"
    ? makeFilledBat(file, JSON.parse(options) as Parameters<typeof makeFilledBat>[1])
    : makeFullLog(file, JSON.parse(options) as Parameters<typeof makeFullLog>[1]);
process.stdout.write(JSON.stringify(made ?? null));

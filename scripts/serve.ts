/**
 * Serves a build: `tsx scripts/serve.ts [--folder dist] [--port 4173] [--strict]`. If the port is in use, takes the next free
 * port, or with `--strict` fails.
 */
import { parseArgs } from "node:util";
import { serveBuild } from "./server.ts";

const DEFAULT_PORT = 4173;

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "dist" },
    port: { type: "string", default: String(DEFAULT_PORT) },
    strict: { type: "boolean", default: false },
  },
});
const wanted = Number(values.port);
const { url, port } = await serveBuild(values.folder, wanted, values.strict);
if (port !== wanted) {
  console.log(
    `Port ${wanted} is in use, so this is port ${port}. Recent files and working disks belong to the address: ` +
      `those of port ${wanted} are not listed here.`,
  );
}
console.log(`Platter is at ${url}\nStop with Ctrl+C.`);

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { openFileSystem } from "../../workers/fs/readers.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import { SliceStore } from "../../workers/store/slice-store.ts";
import { type Aspect, ASPECTS, compare, type ManifestEntry } from "./manifest.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    offset: { type: "string", default: "0" },
    "as-stored": { type: "boolean", default: false },
    transactions: { type: "string" },
    skip: { type: "string", default: "" },
    brief: { type: "boolean", default: false },
  },
});
const [image, list] = positionals;
if (image === undefined || list === undefined) throw new Error("compare.ts IMAGE.img MANIFEST.json");

await loadCrc32c();
const file = new NodeFileStore(image);
const offset = Number(values.offset);
const metered = new MeteredStore(new SliceStore(file, offset, file.size - offset));
const count = values.transactions === undefined ? null : Number(values.transactions);
const options = { transactions: values["as-stored"] ? 0 : count };
const found = openFileSystem(metered, null, options);
if (found === null) throw new Error("no file system is found");
const { fs } = found;
const opened = metered.reads;
fs.list(fs.root, null, 1000);
const listed = metered.reads - opened;
const manifest = JSON.parse(readFileSync(list, "utf8")) as ManifestEntry[];
const skipped = new Set<Aspect>(ASPECTS.filter((aspect) => values.skip.split(",").includes(aspect)));
const result = compare(fs, manifest, skipped);
const aspects = ASPECTS.filter((aspect) => !skipped.has(aspect))
  .map((aspect) => `${aspect} ${result.right[aspect]}/${result.of[aspect]}`)
  .join(", ");
console.log(
  `${image}: ${result.entries}/${manifest.length} entries, ${result.files}/${result.allFiles} files; ${aspects}`,
);
if (!values.brief) {
  console.log(`reads: ${opened} to open, ${listed} for the first folder, ${metered.reads} in all`);
  console.log(JSON.stringify(fs.facts));
  for (const line of result.differences) console.log(line);
  console.log(`${result.extra.length} more entries: ${result.extra.slice(0, 5).join(", ")}`);
  for (const { code, message } of fs.problems().slice(0, 10)) console.log(`${code}: ${message}`);
}
if (result.entries !== manifest.length || result.extra.length > 0) process.exitCode = 1;

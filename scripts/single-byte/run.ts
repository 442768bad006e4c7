import { parseArgs } from "node:util";
import { unpack } from "../../e2e/support/corpus.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { damagesOf } from "./damages.ts";
import { tryDamage } from "./experiment.ts";
import { IMAGES } from "./images.ts";
import { Counts } from "./table.ts";

const { values } = parseArgs({
  options: { every: { type: "string", default: "1" }, show: { type: "string", default: "" } },
});
const every = Number(values.every);
await loadCrc32c();
const counts = new Counts();
for (const name of IMAGES) {
  // One after the other: each takes a processor.
  // oxlint-disable-next-line no-await-in-loop
  const image = new NodeFileStore(await unpack(name));
  let nth = 0;
  for (const damage of damagesOf(image)) {
    nth += 1;
    if (nth % every !== 0) continue;
    const outcome = tryDamage(image, damage);
    counts.add(damage, outcome);
    if (values.show.split(",").includes(outcome)) console.log(name, outcome, damage);
  }
  console.error(`${name}: ${nth} bytes`);
}
console.log(counts.markdown());

import { writeFileSync } from "node:fs";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { FIXES_DOC, judgeAll, type Judged, page } from "./table.ts";

await loadCrc32c();
const judged: Judged[] = [];
for await (const each of judgeAll()) {
  judged.push(each);
  console.error(`${each.image}, ${each.fix.id}`);
}
writeFileSync(FIXES_DOC, page(judged));
for (const { image, fix, wrong, qemu } of judged) {
  const faults = Object.entries(wrong).flatMap(([column, all]) =>
    all.slice(0, 3).map((each) => `${column}: ${each}`),
  );
  for (const each of [...faults, ...(qemu === null || qemu === "" ? [] : [`QEMU: ${qemu}`])])
    console.log(`${image}, ${fix.id}: ${each}`);
}

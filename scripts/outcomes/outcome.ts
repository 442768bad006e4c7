import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { withFixedGuids } from "./fixed-guids.ts";
import type { Entry } from "./groups.ts";
import { Lines } from "./lines.ts";

/** What the engine concludes now: the lines of an entry. */
export async function outcomeOf({ run }: Entry): Promise<readonly string[]> {
  await loadCrc32c();
  const lines = new Lines();
  await withFixedGuids(async () => run(lines));
  return lines.all;
}

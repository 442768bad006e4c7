import { RULE_CASES } from "../../../workers/testing/malformed/catalogue/all.ts";
import { CHILD, kinOf } from "../../../workers/testing/malformed/catalogue/case.ts";
import { unknownGuid } from "../../../workers/testing/malformed/cases.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import type { FindingCode } from "../../../workers/vhdx/findings/index.ts";
import { ImageBuilder } from "../../../workers/testing/vhdx/image-builder.ts";
import { type Base, baseFile, type NamedStore } from "./base.ts";

/** Behind the structures, where the case asks for nothing else: a base is read in full again and again. */
const ROOM = MIB;
/** More files than these are opened once, and not mutated. */
const MOST_FILES = 3;

/** Rules whose smallest images are large: a look at one takes as long as dozens of the others. */
export const DEAR: ReadonlySet<string> = new Set<FindingCode>([
  "chain-too-deep",
  "log-entries-omitted",
  "metadata-region-large",
  "metadata-user-items",
]);

export const NEAR_NAMES = Object.keys(RULE_CASES) as readonly FindingCode[];

/**
 * The image that comes as near as can be to a rule without breaking it, from the tests of the catalogue: one step from a
 * finding that no base has by itself.
 */
export function nearBase(code: FindingCode): Base {
  const { options, parent, nearMiss } = RULE_CASES[code];
  const image = new ImageBuilder({ room: ROOM, ...options });
  const kin = kinOf(parent === undefined ? {} : { parent: { room: ROOM, ...parent } });
  nearMiss(image, kin);
  const files: NamedStore[] = [{ name: "image.vhdx", store: image.store }];
  if (parent !== undefined) {
    files.push({ name: "parent.vhdx", store: kin.parent.store });
    // A chain gets longer only where another file is picked as the image's parent.
    const spare = new ImageBuilder({ room: 0, ...CHILD });
    spare.setHeaders({ dataWriteGuid: unknownGuid(5000), fileWriteGuid: unknownGuid(5001) });
    files.push({ name: "spare.vhdx", store: spare.store });
  }
  files.push(...kin.more.map(({ store }, nth) => ({ name: `link-${nth}.vhdx`, store })));
  const [first, ...more] = files.slice(0, MOST_FILES).map(({ name, store }) => baseFile(name, store));
  if (first === undefined) throw new Error("a base has a file");
  return { name: code, files: [first, ...more], others: files.slice(MOST_FILES) };
}

import { RULE_CASES } from "../../../workers/testing/malformed/catalogue/all.ts";
import { CHILD, kinOf } from "../../../workers/testing/malformed/catalogue/case.ts";
import { unknownGuid } from "../../../workers/testing/malformed/cases.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import type { FindingCode } from "../../../workers/vhdx/findings/index.ts";
import { ImageBuilder } from "../../../workers/testing/vhdx/image-builder.ts";
import { type Base, baseFile, type NamedStore } from "./base.ts";

/** Bytes behind the structures, unless the case asks for more: a base is read in full again and again, so it is small. */
const ROOM = 4 * MIB;
/** Rules whose smallest images are large: a check of one takes as long as dozens of the others. */
export const COSTLY: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "chain-too-deep",
  "log-entries-omitted",
  "log-too-long",
  "metadata-region-large",
  "metadata-user-items",
]);

export const NEAR_NAMES = Object.keys(RULE_CASES) as readonly FindingCode[];

/** The nodes that a rule is probably about, by the first word of its code. */
const PARTS: Readonly<Record<string, string>> = {
  bat: "bat",
  disk: "metadata",
  header: "header",
  log: "log",
  metadata: "metadata",
  parent: "metadata",
  region: "region-table",
  virtual: "metadata",
};

/** The files of a rule's case, the image first. */
interface RuleFiles {
  readonly files: readonly NamedStore[];
  /** Index of the file that the user picks as the image's parent; null for none. */
  readonly picked: number | null;
}

/** A rule's smallest image with its other files: the one that breaks the rule, or the one that does not. */
export function ruleFiles(code: FindingCode, side: "spoil" | "nearMiss"): RuleFiles {
  const { options, parent, [side]: change } = RULE_CASES[code];
  const image = new ImageBuilder({ room: ROOM, ...options });
  const kin = kinOf(parent === undefined ? {} : { parent: { room: ROOM, ...parent } });
  change(image, kin);
  const builders = parent === undefined ? [image] : [image, kin.parent, ...kin.more];
  const names = ["image.vhdx", "parent.vhdx"];
  const files = builders.map(({ store }, nth) => ({ name: names[nth] ?? `link-${nth}.vhdx`, store }));
  return { files, picked: kin.picked === null ? null : builders.indexOf(kin.picked) };
}

const BROKEN = "broken-";

/** Name of the base that breaks a rule. */
export const brokenName = (code: FindingCode): string => `${BROKEN}${code}`;

export const BROKEN_NAMES: readonly string[] = NEAR_NAMES.map(brokenName);

/** The rule of a base that breaks one, by the base's name. */
export const brokenRule = (name: string): FindingCode => name.slice(BROKEN.length) as FindingCode;

/**
 * An image of the catalogue's tests. The one that comes as close as possible to a rule without breaking it is one step from a finding
 * that most bases do not have. The one that breaks the rule takes a mutant past it, to what lies behind the finding.
 */
export function ruleBase(code: FindingCode, side: "spoil" | "nearMiss"): Base {
  const [image, parent, ...links] = ruleFiles(code, side).files;
  if (image === undefined) throw new Error("a base has a file");
  const part = PARTS[code.slice(0, code.indexOf("-"))];
  const first = { ...baseFile(image.name, image.store), ...(part === undefined ? {} : { part }) };
  const name = side === "spoil" ? brokenName(code) : code;
  if (parent === undefined) return { name, files: [first] };
  // A chain gets longer only if another file is picked as the image's parent.
  const spare = new ImageBuilder({ room: 0, ...CHILD });
  spare.setHeaders({ dataWriteGuid: unknownGuid(5000), fileWriteGuid: unknownGuid(5001) });
  const mutated = [parent, { name: "spare.vhdx", store: spare.store }];
  const more = mutated.map((each) => baseFile(each.name, each.store));
  return { name, files: [first, ...more], others: links };
}

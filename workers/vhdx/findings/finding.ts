import type { Finding, FindingId, NodeId, Severity } from "../../api/index.ts";
import { CATALOGUE, type FindingCode } from "./catalogue.ts";

/** Where a finding is, and what differs from its rule. Offsets in bytes of the file. */
export interface FindingPlace {
  readonly structure: string;
  readonly offset?: number | bigint;
  readonly node?: NodeId;
  readonly batIndex?: number;
  readonly other?: number;
  /** Tells findings with the same code and place apart: what is missing, which code was left out. Without spaces. */
  readonly part?: string;
  /** Where this case is more or less severe than the rule in general. */
  readonly severity?: Severity;
}

/** Code and place: `bat-overlap:bat/entry/5+9`, `region-missing:region-table/1@196608~bat`. */
function idOf(code: FindingCode, { node, offset, batIndex, other, part }: FindingPlace): FindingId {
  // The place of a BAT entry follows from its index.
  const at = offset === undefined || batIndex !== undefined ? "" : `@${offset}`;
  const second = other === undefined ? "" : `+${other}`;
  return `${code}:${node ?? "file"}${at}${second}${part === undefined ? "" : `~${part}`}`;
}

/** Makes a finding. Section, and severity unless the place sets one, come from the catalogue. */
export function finding(code: FindingCode, message: string, place: FindingPlace): Finding {
  const entry = CATALOGUE[code];
  return {
    id: idOf(code, place),
    code,
    severity: place.severity ?? entry.severity,
    structure: place.structure,
    offset: place.offset === undefined ? null : place.offset.toString(),
    message,
    spec: entry.spec,
    node: place.node ?? null,
    ...(place.batIndex === undefined ? {} : { batIndex: place.batIndex }),
    ...(place.other === undefined ? {} : { other: place.other }),
  };
}

/** Collects the findings of a reader and keeps their ids unique. All findings with one code must come from one list. */
export class FindingList {
  readonly items: Finding[] = [];
  /** How many findings have an id. */
  readonly #ids = new Map<FindingId, number>();

  add(code: FindingCode, message: string, place: FindingPlace): void {
    const made = finding(code, message, place);
    const before = this.#ids.get(made.id) ?? 0;
    this.#ids.set(made.id, before + 1);
    this.items.push(before === 0 ? made : { ...made, id: `${made.id}~${before + 1}` });
  }

  get hasFatal(): boolean {
    return this.items.some((each) => each.severity === "fatal");
  }
}

import type { Finding, NodeId, Severity } from "../../api/index.ts";
import { CATALOGUE, type FindingCode } from "./catalogue.ts";

/** Where a finding is, and what differs from its rule. Offsets in bytes of the file. */
export interface FindingPlace {
  readonly structure: string;
  readonly offset?: number | bigint;
  readonly node?: NodeId;
  readonly batIndex?: number;
  readonly other?: number;
  /** Where this case is more or less severe than the rule in general. */
  readonly severity?: Severity;
}

/** Makes a finding. Section, and severity unless the place sets one, come from the catalogue. */
export function finding(code: FindingCode, message: string, place: FindingPlace): Finding {
  const entry = CATALOGUE[code];
  return {
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

/** Collects the findings of a reader. */
export class FindingList {
  readonly items: Finding[] = [];

  add(code: FindingCode, message: string, place: FindingPlace): void {
    this.items.push(finding(code, message, place));
  }

  get hasFatal(): boolean {
    return this.items.some((each) => each.severity === "fatal");
  }
}

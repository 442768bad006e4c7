import type { FindingCatalogue } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";

let asked: Promise<FindingCatalogue> | null = null;

/** What the engine knows of each kind of finding; asked once, for it never changes. */
export function findingCatalogue(): Promise<FindingCatalogue> {
  if (asked === null) {
    const mine = connect().findings.catalogue();
    asked = mine;
    // A failure is not kept: the next view asks again.
    mine.catch(() => {
      if (asked === mine) asked = null;
    });
  }
  return asked;
}

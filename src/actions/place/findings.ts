import type { Finding, FindingId, ImageId } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { goToFinding } from "./places.ts";
import { presentFindings } from "../engine/answers.ts";
import { WORDS } from "./words.ts";

/** The last finding that the user went to. */
let last: { readonly image: ImageId; readonly finding: FindingId } | null = null;

/** Whether there is something to go to: a place in the file, or a rule to read on Overview. */
const leadsSomewhere = ({ node, offset, severity }: Finding): boolean =>
  node !== null || offset !== null || severity !== "info";

/** Goes to the next finding that leads somewhere, or the one before; after the last comes the first. */
export async function goToNextFinding(step: 1 | -1): Promise<void> {
  const { summary, notify } = useStore.getState();
  const findings = await presentFindings();
  if (summary === null || findings === null) return;
  const placed = findings.filter(leadsSomewhere);
  if (placed.length === 0) {
    notify("info", WORDS.nothingWrong);
    return;
  }
  const shown = useStore.getState().finding ?? (last?.image === summary.id ? last.finding : null);
  const known = placed.findIndex(({ id }) => id === shown);
  const from = known < 0 && step === -1 ? 0 : known;
  const at = (from + step + placed.length) % placed.length;
  const finding: Finding | undefined = placed[at];
  if (finding === undefined) return;
  last = { image: summary.id, finding: finding.id };
  await goToFinding(finding);
  // Overview unfolds a finding without a place.
  if (finding.node === null && finding.offset === null) return;
  notify("info", WORDS.finding(at + 1, placed.length, finding.message));
}

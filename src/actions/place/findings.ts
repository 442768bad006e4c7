import type { Finding } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { goToFinding } from "./places.ts";
import { presentFindings } from "../engine/answers.ts";

let last: { readonly image: string; readonly at: number } | null = null;

/** Goes to the next finding that has a place, or the one before; after the last comes the first. */
export async function goToNextFinding(step: 1 | -1): Promise<void> {
  const { summary, notify } = useStore.getState();
  const findings = await presentFindings();
  if (summary === null || findings === null) return;
  const placed = findings.filter((finding) => finding.node !== null || finding.offset !== null);
  if (placed.length === 0) {
    notify("info", "Nothing was found wrong.");
    return;
  }
  const from = last?.image === summary.id ? last.at : step === 1 ? -1 : 0;
  const at = (from + step + placed.length) % placed.length;
  const finding: Finding | undefined = placed[at];
  if (finding === undefined) return;
  last = { image: summary.id, at };
  await goToFinding(finding);
  notify("info", `Finding ${at + 1} of ${placed.length}: ${finding.message}`);
}

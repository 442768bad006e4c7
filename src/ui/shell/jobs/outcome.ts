import type { LayerVerdict, Outcome, Severity } from "../../../../workers/api/index.ts";
import type { Tone } from "../../parts/Badge.tsx";
import { WORDS } from "./words.ts";

const BY_SEVERITY: Readonly<Record<Severity, Tone>> = {
  info: "info",
  warning: "warning",
  error: "invalid",
  fatal: "invalid",
};

/** An outcome in a word or two, and its colour. */
export const OUTCOMES: Readonly<Record<Outcome, { readonly text: string; readonly tone: Tone }>> = {
  opens: { text: WORDS.outcomes.opens, tone: "ok" },
  "needs-replay": { text: WORDS.outcomes.needsReplay, tone: "replay" },
  "needs-parent": { text: WORDS.outcomes.needsParent, tone: "info" },
  damaged: { text: WORDS.outcomes.damaged, tone: "invalid" },
  unreadable: { text: WORDS.outcomes.unreadable, tone: "invalid" },
  "not-vhdx": { text: WORDS.outcomes.notVhdx, tone: "invalid" },
};

/** The badge of a state. A disk that opens with a warning is not shown as if all were well. */
export function outcomeBadge({ outcome, verdict }: LayerVerdict): {
  readonly text: string;
  readonly tone: Tone;
} {
  const { text, tone } = OUTCOMES[outcome];
  return {
    text,
    tone: outcome === "opens" && verdict.severity !== "ok" ? BY_SEVERITY[verdict.severity] : tone,
  };
}

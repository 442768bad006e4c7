import type { Outcome } from "../../../../workers/api/index.ts";
import type { Tone } from "../../parts/Badge.tsx";

/** An outcome in a word or two, and its colour. */
export const OUTCOMES: Readonly<Record<Outcome, { readonly text: string; readonly tone: Tone }>> = {
  opens: { text: "Opens", tone: "ok" },
  "needs-replay": { text: "Needs replay", tone: "replay" },
  "needs-parent": { text: "Needs its parent", tone: "info" },
  damaged: { text: "Damaged", tone: "invalid" },
  unreadable: { text: "Unreadable", tone: "invalid" },
  "not-vhdx": { text: "Not a VHDX", tone: "invalid" },
};

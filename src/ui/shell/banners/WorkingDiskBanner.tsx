import { useStore } from "../../../state/store.ts";
import type { Screen } from "../../../state/view.ts";
import { Banner } from "../../parts/Banner.tsx";
import { WORDS } from "./words.ts";

/** Where bytes and fields can be changed. */
const EDITING: readonly Screen[] = ["structure", "disk"];

/** Says on the screens that edit that changes of a working disk are final. */
export function WorkingDiskBanner() {
  const shown = useStore(({ summary, screen }) => summary?.inPlace === true && EDITING.includes(screen));
  if (!shown) return null;
  return <Banner severity="info">{WORDS.workingDisk}</Banner>;
}

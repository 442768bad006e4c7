import { HardDriveDownload } from "lucide-react";
import type { VolumeId } from "../../../../workers/api/index.ts";
import { measureSpace } from "../../../actions/browse/lists.ts";
import { keyOf } from "../../../actions/browse/volumes.ts";
import { session } from "../../../actions/engine/session.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import styles from "./Overview.module.css";
import { WORDS } from "./words.ts";

/** How much of the file's stored blocks hold nothing that the file system uses, once that was asked for. */
export function SpaceNote({ volume }: { readonly volume: VolumeId }) {
  const space = useStore((state) => state.space);
  const busy = useStore((state) => state.jobs.length > 0);
  const open = session();
  if (open === null) return null;
  const at = { image: open.id, layer: open.layer, volume, transactions: null };
  if (space?.of === keyOf(at))
    return (
      <p role="status" className={styles.unchecked}>
        {WORDS.verdict.space(space.report.words)}
      </p>
    );
  const measure = () => {
    measureSpace(at).catch((thrown: unknown) => reportTrouble(WORDS.verdict.noSpace, thrown));
  };
  return (
    <div>
      <Button size="s" variant="quiet" icon={<HardDriveDownload />} isDisabled={busy} onPress={measure}>
        {WORDS.verdict.measureSpace}
      </Button>
    </div>
  );
}

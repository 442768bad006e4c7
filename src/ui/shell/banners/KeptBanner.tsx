import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Banner } from "../../parts/Banner.tsx";
import { Button } from "../../parts/Button.tsx";
import { countText } from "../../../../workers/shared/text.ts";

/** Offers the changes kept from an earlier visit, and warns of what would not survive a reload, and of changes that did not. */
export function KeptBanner() {
  const count = useStore((state) => state.summary?.keptChanges ?? 0);
  const problem = useStore((state) => state.summary?.keepProblem ?? null);
  const notesProblem = useStore((state) => state.summary?.notesProblem ?? null);
  return (
    <>
      {count > 0 && (
        <Banner
          severity="info"
          actions={
            <>
              <Button size="s" variant="primary" onPress={() => void runAction("edit.restore-kept")}>
                Restore
              </Button>
              <Button size="s" onPress={() => void runAction("edit.forget-kept")}>
                Forget
              </Button>
            </>
          }
        >
          {`${countText(count, "pending change was", "pending changes were")} kept from an earlier visit of this file.`}
        </Banner>
      )}
      {problem !== null && <Banner severity="warning">{problem}</Banner>}
      {notesProblem !== null && <Banner severity="warning">{notesProblem}</Banner>}
    </>
  );
}

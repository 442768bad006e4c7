import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Banner } from "../../parts/Banner.tsx";
import { Button } from "../../parts/Button.tsx";
import { WORDS } from "./words.ts";

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
                {WORDS.kept.restore}
              </Button>
              <Button size="s" onPress={() => void runAction("edit.forget-kept")}>
                {WORDS.kept.forget}
              </Button>
            </>
          }
        >
          {WORDS.kept.count(count)}
        </Banner>
      )}
      {problem !== null && <Banner severity="warning">{problem}</Banner>}
      {notesProblem !== null && <Banner severity="warning">{notesProblem}</Banner>}
    </>
  );
}

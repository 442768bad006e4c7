import type { ErrorCode } from "../../../../workers/api/index.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { isAboutTheFile } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { Banner } from "../../parts/Banner.tsx";
import { Button } from "../../parts/Button.tsx";
import { KeptBanner } from "./KeptBanner.tsx";
import { Unopened } from "./Unopened.tsx";
import { WorkingDiskBanner } from "./WorkingDiskBanner.tsx";
import { WORDS } from "./words.ts";

const ADVICE: { readonly [code in ErrorCode]?: string } = WORDS.advice;

/** What concerns every screen: trouble with the file, and a view that should not be trusted. */
export function Banners() {
  const error = useStore((state) => state.error);
  const readAnyway = useStore((state) => state.summary?.readAnyway ?? null);
  const editProblem = useStore((state) => state.summary?.editProblem ?? null);
  const clearError = useStore((state) => state.clearError);
  return (
    <>
      {error !== null && (
        <Banner
          severity="error"
          actions={
            <>
              <Button size="s" onPress={() => void runAction("file.retry")}>
                {WORDS.retry}
              </Button>
              {isAboutTheFile(error) ? (
                <Button size="s" onPress={() => void runAction("file.open")}>
                  {WORDS.openFile}
                </Button>
              ) : (
                <Button size="s" onPress={clearError}>
                  {WORDS.goOn}
                </Button>
              )}
            </>
          }
        >
          <strong>{error.message}</strong> {ADVICE[error.code]}
        </Banner>
      )}
      {readAnyway?.active === true && readAnyway.warning !== null && (
        <Banner severity="warning">
          {readAnyway.warning} {editProblem}
        </Banner>
      )}
      <Unopened />
      <WorkingDiskBanner />
      <KeptBanner />
    </>
  );
}

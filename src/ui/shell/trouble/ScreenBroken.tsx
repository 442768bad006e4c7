import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import type { BrokenProps } from "./ErrorBoundary.tsx";

/** One screen threw; the others still work. */
export function ScreenBroken({ error, reset }: BrokenProps) {
  const show = useStore((state) => state.show);
  return (
    <ErrorNote
      title="This screen could not be drawn. The other screens still work."
      error={error}
      actions={
        <>
          <Button onPress={reset}>Try again</Button>
          <Button onPress={() => show("overview")}>Back to Overview</Button>
        </>
      }
    />
  );
}

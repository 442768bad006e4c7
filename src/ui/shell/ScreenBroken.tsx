import { useStore } from "../../state/store.ts";
import { Button } from "../parts/Button.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";

export interface ScreenBrokenProps {
  readonly error: Error;
  readonly reset: () => void;
}

/** One screen threw; the others still work. */
export function ScreenBroken({ error, reset }: ScreenBrokenProps) {
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

import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import type { BrokenProps } from "./ErrorBoundary.tsx";
import { WORDS } from "./words.ts";

/** One screen threw; the others still work. */
export function ScreenBroken({ error, reset }: BrokenProps) {
  const show = useStore((state) => state.show);
  return (
    <ErrorNote
      title={WORDS.screen.title}
      error={error}
      actions={
        <>
          <Button onPress={reset}>{WORDS.tryAgain}</Button>
          <Button onPress={() => show("overview")}>{WORDS.screen.overview}</Button>
        </>
      }
    />
  );
}

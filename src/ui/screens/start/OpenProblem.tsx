import { runAction } from "../../../actions/commands/registry.ts";
import type { VhdxError } from "../../../../workers/shared/error.ts";
import { Button } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { WORDS } from "./words.ts";

export interface OpenProblemProps {
  readonly name: string;
  readonly error: VhdxError;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
  /** Label of the button that opens another file. */
  readonly other: string;
}

/** Why a file could not be opened at all. A broken disk opens; this is about reading the file. */
export function OpenProblem({ name, error, onRetry, onDismiss, other }: OpenProblemProps) {
  const hint =
    error.code === "file-in-use"
      ? WORDS.problem.inUse
      : error.code === "internal"
        ? WORDS.problem.internal
        : null;
  return (
    <ErrorNote
      title={WORDS.problem.title(name)}
      error={error}
      hint={hint}
      actions={
        <>
          <Button size="s" onPress={onRetry}>
            {WORDS.problem.retry}
          </Button>
          <Button size="s" onPress={() => void runAction("file.open")}>
            {other}
          </Button>
          <Button size="s" variant="quiet" onPress={onDismiss}>
            {WORDS.problem.dismiss}
          </Button>
        </>
      }
    />
  );
}

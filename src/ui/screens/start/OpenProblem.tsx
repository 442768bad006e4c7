import { runAction } from "../../../actions/commands/registry.ts";
import type { VhdxError } from "../../../../workers/shared/error.ts";
import { Button } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";

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
      ? "Shut the VM down (WSL: wsl --shutdown) or copy the file, then retry."
      : error.code === "internal"
        ? "This is a bug in Platter, not a fault in your file. Your file is untouched."
        : null;
  return (
    <ErrorNote
      title={`Can't open ${name}.`}
      error={error}
      hint={hint}
      actions={
        <>
          <Button size="s" onPress={onRetry}>
            Retry
          </Button>
          <Button size="s" onPress={() => void runAction("file.open")}>
            {other}
          </Button>
          <Button size="s" variant="quiet" onPress={onDismiss}>
            Dismiss
          </Button>
        </>
      }
    />
  );
}

import { runAction } from "../../actions/registry.ts";
import { closeImage, retry } from "../../actions/shown.ts";
import { useStore } from "../../state/store.ts";
import { Button } from "../parts/Button.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";

/** Why a file could not be opened at all. A broken disk opens; this is about reading the file. */
export function OpenProblem() {
  const error = useStore((state) => state.error);
  const name = useStore((state) => state.sourceName);
  if (error === null) return null;
  const hint =
    error.code === "file-in-use"
      ? "Shut the VM down (WSL: wsl --shutdown) or copy the file, then retry."
      : error.code === "internal"
        ? "This is a mistake of Platter's, not of your file. Your file is untouched."
        : null;
  return (
    <ErrorNote
      title={`Can't open ${name ?? "the file"}.`}
      error={error}
      hint={hint}
      actions={
        <>
          <Button size="s" onPress={() => void retry()}>
            Retry
          </Button>
          <Button size="s" onPress={() => void runAction("file.open")}>
            Choose another file
          </Button>
          <Button size="s" variant="quiet" onPress={() => void closeImage()}>
            Dismiss
          </Button>
        </>
      }
    />
  );
}

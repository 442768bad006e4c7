import { openFiles } from "../../../actions/files/open.ts";
import { useStore } from "../../../state/store.ts";
import { OpenProblem } from "../../screens/start/OpenProblem.tsx";
import { WORDS } from "./words.ts";

/** Files that could not be opened beside the one that is shown. */
export function Unopened() {
  const unopened = useStore((state) => state.unopened);
  const setUnopened = useStore((state) => state.setUnopened);
  return unopened.map((file, at) => (
    <OpenProblem
      key={at}
      name={file.name}
      error={file.error}
      other={WORDS.openFile}
      onRetry={() => void openFiles([file])}
      onDismiss={() => setUnopened(unopened.filter((each) => each !== file))}
    />
  ));
}

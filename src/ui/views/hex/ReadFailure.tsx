import { isAboutTheFile } from "../../../actions/engine/trouble.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import styles from "./HexView.module.css";
import { WORDS } from "./words.ts";

/** Says over the rows why bytes are missing, unless the page's banner reports the trouble with the file already. */
export function ReadFailure({
  error,
  onRetry,
}: {
  readonly error: Error | null;
  readonly onRetry: () => void;
}) {
  const banner = useStore((state) => state.error);
  if (error === null || (banner !== null && isAboutTheFile(toVhdxError(error)))) return null;
  return (
    <div role="alert" className={styles.failure}>
      <span>{error.message}</span>
      <Button size="s" onPress={onRetry}>
        {WORDS.retry}
      </Button>
    </div>
  );
}

import { Button } from "../parts/Button.tsx";
import styles from "./HexView.module.css";

/** Says over the rows why bytes are missing. */
export function ReadFailure({
  error,
  onRetry,
}: {
  readonly error: Error | null;
  readonly onRetry: () => void;
}) {
  if (error === null) return null;
  return (
    <div role="alert" className={styles.failure}>
      <span>{error.message}</span>
      <Button size="s" onPress={onRetry}>
        Retry
      </Button>
    </div>
  );
}

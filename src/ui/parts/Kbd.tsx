import styles from "./Kbd.module.css";

/** Keys as printed on them; "Ctrl+K" becomes two caps. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split("+").map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}

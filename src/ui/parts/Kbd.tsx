import styles from "./Kbd.module.css";

const ARROWS: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→" };

/** Keys as printed on them; "Ctrl+K" becomes two caps. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split("+").map((key) => (
        <kbd key={key} className={styles.key}>
          {ARROWS[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}

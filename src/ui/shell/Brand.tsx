import styles from "./Brand.module.css";

/** A platter with a sector of it lit: the part that a replay changes. */
export function Brand({ size = "s" }: { readonly size?: "s" | "l" }) {
  return (
    <svg viewBox="0 0 32 32" className={size === "l" ? styles.large : styles.small} aria-hidden="true">
      <circle cx="16" cy="16" r="14" className={styles.disk} />
      <path d="M16 2 A14 14 0 0 1 30 16 L20 16 A4 4 0 0 0 16 12 Z" className={styles.lit} />
      <circle cx="16" cy="16" r="9" className={styles.track} />
      <circle cx="16" cy="16" r="4" className={styles.hub} />
    </svg>
  );
}

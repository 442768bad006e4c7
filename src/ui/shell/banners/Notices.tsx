import { X } from "lucide-react";
import { useEffect } from "react";
import type { Notice } from "../../../state/notices.ts";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { cx } from "../../parts/cx.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./Notices.module.css";
import { WORDS } from "./words.ts";

/** Long enough to read two lines; an error stays until it is closed. */
const SHOWN_MS = 6000;

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const dismiss = useStore((state) => state.dismissNotice);
  const { id, tone } = notice;
  useEffect(() => {
    if (tone === "error") return;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [dismiss, id, tone]);
  return (
    <div className={cx(styles.notice, styles[tone])}>
      <SeveritySign severity={tone} size="m" />
      <span className={styles.text}>{notice.text}</span>
      <IconButton label={WORDS.messages.close} size="s" icon={<X />} onPress={() => dismiss(id)} />
    </div>
  );
}

/** Short messages, at the foot of the window; read aloud as they come. */
export function Notices() {
  const notices = useStore((state) => state.notices);
  return (
    <section aria-label={WORDS.messages.name} aria-live="polite" className={styles.stack}>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

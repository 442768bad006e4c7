import { ChevronDown, ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { Change } from "../../../../workers/api/index.ts";
import { goToChange } from "../../../actions/place/places.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { BeforeAfter } from "./BeforeAfter.tsx";
import styles from "./Changes.module.css";
import { WORDS } from "./words.ts";

/** A change in words. A click goes to its place; it unfolds to show before and after. */
export function ChangeRow({ change }: { readonly change: Change }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { sentence, bytes, loss } = change;
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <IconButton
          label={open ? WORDS.row.hide : WORDS.row.show}
          size="s"
          icon={open ? <ChevronDown /> : <ChevronRight />}
          aria-expanded={open}
          {...(open && { "aria-controls": id })}
          onPress={() => setOpen(!open)}
        />
        <Button size="s" variant="quiet" className={styles.sentence} onPress={() => void goToChange(change)}>
          {sentence}
        </Button>
        {bytes > 0 && <span className={styles.bytes}>{sizeText(bytes)}</span>}
      </div>
      {loss !== null && <p className={styles.loss}>{WORDS.row.lost(loss)}</p>}
      {open && (
        <div id={id} className={styles.detail}>
          <BeforeAfter change={change} />
        </div>
      )}
    </li>
  );
}

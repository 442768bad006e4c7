import { useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useStore } from "../../../state/store.ts";
import { cx } from "../../parts/cx.ts";
import { Kbd } from "../../parts/Kbd.tsx";
import { type PaletteItem, paletteItems } from "./palette-items.ts";
import styles from "./Palette.module.css";
import { WORDS } from "./words.ts";

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const state = useStore();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { items, problem } = paletteItems(query, state);
  const at = Math.min(chosen, items.length - 1);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const run = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onClose();
    void item.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      const next = Math.abs(step) === 1 ? (at + step + items.length) % items.length : at + step;
      setChosen(Math.max(0, Math.min(items.length - 1, next)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(items[at]);
    }
  };

  const places = state.palette === "places";
  const empty = problem ?? (places ? WORDS.palette.enter : WORDS.palette.none);
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label={WORDS.palette.command}
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
        className={styles.input}
        placeholder={places ? WORDS.palette.goToPlace : WORDS.palette.placeholder}
        spellCheck="false"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={WORDS.palette.commands}
        className={styles.list}
      >
        {items.map((item, index) => (
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={cx(styles.item, index === at && styles.chosen)}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(item)}
          >
            <span className={styles.group}>{item.group}</span>
            <span className={styles.title}>{item.title}</span>
            {item.keys !== null && <Kbd keys={item.keys} />}
          </div>
        ))}
      </div>
      {(items.length === 0 || problem !== null) && (
        <p role="status" className={styles.empty}>
          {empty}
        </p>
      )}
    </>
  );
}

/** All commands and places by name: Ctrl+K, or Ctrl+G for places only. */
export function Palette() {
  const palette = useStore((state) => state.palette);
  const setPalette = useStore((state) => state.setPalette);
  const close = () => setPalette("closed");
  return (
    <ModalOverlay
      isOpen={palette !== "closed"}
      onOpenChange={(open) => !open && close()}
      isDismissable
      className={styles.overlay ?? ""}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog
          aria-label={palette === "places" ? WORDS.palette.goTo : WORDS.palette.commands}
          className={styles.dialog ?? ""}
        >
          <PaletteBody onClose={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

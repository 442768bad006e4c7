import { ChevronDown, ChevronUp, ListFilter, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import type { FindSpace, PatternChoice } from "../../../state/find.ts";
import { useStore } from "../../../state/store.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { SearchBox } from "../../parts/Input.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { Select } from "../../parts/Select.tsx";
import { useContextual } from "../../hooks/use-contextual.ts";
import styles from "./FindBar.module.css";
import { FoundList } from "./FoundList.tsx";
import { hasCase, kindOf, otherKind } from "./pattern.ts";
import { useFind } from "./use-find.ts";
import { useFound } from "./use-found.ts";
import { WORDS } from "./words.ts";

const CHOICES: readonly PatternChoice[] = ["auto", "hex", "ascii", "utf16", "guid"];
const KINDS = CHOICES.map((value) => ({ value, label: WORDS.kinds[value] }));

export interface FindBarProps {
  readonly space: "file" | "disk";
  /** Offset that next and previous go on from. */
  readonly cursor: number;
  /** Offset after the last byte. */
  readonly end: number;
  /** Selects a hit. */
  readonly onGo: (offset: number, length: number) => void;
}

/**
 * Looks for bytes, text or a GUID in the file, its log or the disk. Mount it once on a screen: it knows what find,
 * find next and find previous mean there, and shows itself when asked.
 */
export function FindBar({ space, cursor, end, onGo }: FindBarProps) {
  const { findOpen, pattern, patternChoice, ignoreCase, findInLog, setFind } = useStore();
  const found = useFound(space);
  const panel = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const where: FindSpace = space === "disk" ? "disk" : findInLog ? "log" : "file";
  const find = useFind(where, cursor, end, onGo);

  useContextual({
    find: () => {
      setFind({ findOpen: true });
      input.current?.focus();
      input.current?.select();
    },
    "find-next": find.next,
    "find-previous": find.previous,
  });
  useEffect(() => {
    if (findOpen) input.current?.focus();
  }, [findOpen]);
  const close = () => setFind({ findOpen: false, found: null });
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    // The first Escape clears the text, as in every search field; the next one closes.
    if (event.key === "Escape" && pattern === "") close();
  });
  useEffect(() => {
    const element = panel.current;
    const listen = (event: KeyboardEvent) => onEscape(event);
    element?.addEventListener("keydown", listen);
    return () => element?.removeEventListener("keydown", listen);
  }, [findOpen]);
  if (!findOpen) return null;

  const kind = kindOf(pattern, patternChoice);
  const other = otherKind(pattern, kind);
  const change = (part: Parameters<typeof setFind>[0]) => setFind({ ...part, found: null });
  return (
    <div ref={panel} role="search" aria-label={WORDS.panel} className={styles.find}>
      <div className={styles.bar}>
        <div className={styles.tools}>
          <Select
            label={WORDS.lookFor}
            value={patternChoice}
            options={KINDS}
            onChange={(choice) => change({ patternChoice: choice })}
          />
          <SearchBox
            label={WORDS.findIn(where)}
            value={pattern}
            placeholder={WORDS.examples[patternChoice]}
            inputRef={input}
            onChange={(text) => change({ pattern: text })}
            onSubmit={(backward) => void (backward ? find.previous() : find.next())}
          >
            <IconButton
              label={WORDS.previous}
              keys="Shift+F3"
              size="s"
              icon={<ChevronUp />}
              isDisabled={find.problem !== null}
              onPress={() => void find.previous()}
            />
            <IconButton
              label={WORDS.next}
              keys="F3"
              size="s"
              icon={<ChevronDown />}
              isDisabled={find.problem !== null}
              onPress={() => void find.next()}
            />
          </SearchBox>
          <Button
            size="s"
            aria-label={WORDS.findAll}
            icon={<ListFilter />}
            isDisabled={find.problem !== null}
            onPress={() => void find.all()}
          >
            {WORDS.all}
          </Button>
          {hasCase(kind) && (
            <Checkbox
              label={WORDS.ignoreCase}
              checked={ignoreCase}
              onChange={(checked) => change({ ignoreCase: checked })}
            />
          )}
          {space === "file" && (
            <RadioBar
              label={WORDS.whereToLook}
              value={findInLog ? "log" : "file"}
              options={[
                { value: "file", label: WORDS.file },
                { value: "log", label: WORDS.log },
              ]}
              onChange={(value) => change({ findInLog: value === "log" })}
            />
          )}
          {patternChoice === "auto" && pattern !== "" && (
            <span className={styles.taken}>
              {WORDS.takenAs[kind]}
              {other !== null && (
                <Button size="s" variant="quiet" onPress={() => change({ patternChoice: other })}>
                  {WORDS.takeAs[other]}
                </Button>
              )}
            </span>
          )}
          <span role="status" className={styles.said}>
            {find.problem ?? find.said}
          </span>
        </div>
        <IconButton label={WORDS.close} size="s" icon={<X />} onPress={close} />
      </div>
      {found !== null && found.hits.length > 0 && (
        <FoundList found={found} cursor={cursor} onGo={(offset) => onGo(offset, found.length)} />
      )}
    </div>
  );
}

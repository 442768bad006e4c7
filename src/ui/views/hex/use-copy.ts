import { useEffect, useState } from "react";
import type { Span } from "../../../../workers/api/index.ts";
import { copyText } from "../../../client/abilities/clipboard.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import type { ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { COPY_FORMS, COPY_LIMIT, copyAs, type CopyForm } from "./copy-as.ts";
import { readSpan } from "./read-span.ts";
import type { HexSource } from "./types.ts";
import { WORDS } from "./words.ts";

/** How long a notice stays, ms. */
const NOTICE_STAYS = 2500;

/**
 * Copying of selected bytes: by key, from the menu, and a notice that it is done.
 *
 * @param byKey the form that Ctrl+C takes
 */
export function useCopy(source: HexSource, span: Span, byKey: CopyForm) {
  const [notice, setNotice] = useState("");
  useEffect(() => {
    if (notice === "") return;
    const timer = setTimeout(() => setNotice(""), NOTICE_STAYS);
    return () => clearTimeout(timer);
  }, [notice]);

  const tooLong = span.length > COPY_LIMIT;
  const put = async (make: () => Promise<string>, what: string) => {
    try {
      setNotice((await copyText(await make())) ? WORDS.copied(what) : WORDS.notAllowed);
    } catch (error) {
      setNotice(error instanceof Error ? error.message : String(error));
    }
  };
  const copy = (form: CopyForm) => {
    if (tooLong) {
      setNotice(WORDS.tooMuch(sizeText(COPY_LIMIT)));
      return;
    }
    const what = WORDS.sizeAs(sizeText(span.length), WORDS.forms[form]);
    void put(async () => copyAs(form, await readSpan(source, span)), what);
  };
  const items: ContextMenuItem[] = [
    ...COPY_FORMS.map((form) => ({
      id: `copy-${form}`,
      label: WORDS.copyAs(WORDS.forms[form]),
      keys: form === byKey ? "Ctrl+C" : undefined,
      disabled: tooLong,
      run: () => copy(form),
    })),
    {
      id: "copy-offset",
      label: WORDS.copyOffset,
      run: () => void put(() => Promise.resolve(formatOffset(span.offset)), WORDS.theOffset),
    },
  ];
  return { copy, notice, items };
}

import type { Span } from "../../../../workers/api/index.ts";
import { saveBytes } from "../../../actions/export/save-bytes.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { useContextual } from "../../hooks/use-contextual.ts";
import { copyAndTell } from "./copy-and-tell.ts";
import { COPY_LIMIT, copyAs } from "./copy-as.ts";
import { readSpan } from "./read-span.ts";
import type { HexCommand, HexSource } from "./types.ts";
import { WORDS } from "./words.ts";

/** What a screen with bytes offers for its selection. */
export interface ByteTools {
  /** For the hex view's menu. */
  readonly commands: readonly HexCommand[];
  readonly save: (span: Span) => void;
  readonly copyOffset: (span: Span) => void;
  /** As hex digits; says so where there are too many. */
  readonly copyBytes: (span: Span) => void;
}

/**
 * Copying, saving and bookmarking of the selection, for the keys, the palette and the hex view's menu. Mount it once on a screen.
 */
export function useByteTools(
  space: "file" | "disk",
  source: HexSource | null,
  selection: Span,
  addBookmark: (span: Span) => void,
): ByteTools {
  const bytes = { offset: selection.offset, length: Math.max(1, selection.length) };
  const save = ({ offset, length }: Span) => {
    const there = source === null ? 0 : Math.max(0, Math.min(length, source.size - offset));
    saveBytes(space, offset, there).catch((thrown: unknown) => reportTrouble(WORDS.cantSave, thrown));
  };
  const copyOffset = ({ offset }: Span) => void copyAndTell(formatOffset(offset), WORDS.theOffset);
  const copyBytes = (span: Span) => {
    if (source === null) return;
    if (span.length > COPY_LIMIT) {
      const most = sizeText(COPY_LIMIT);
      useStore.getState().notify("error", WORDS.tooMuch(most));
      return;
    }
    const text = readSpan(source, span).then((read) => copyAs("hex", read));
    void copyAndTell(text, WORDS.sizeAs(sizeText(span.length), WORDS.forms.hex));
  };
  useContextual({
    "add-bookmark": () => addBookmark(selection),
    "copy-offset": () => copyOffset(bytes),
    "copy-bytes": () => copyBytes(bytes),
    "save-bytes": () => save(bytes),
  });
  return {
    save,
    copyOffset,
    copyBytes,
    commands: [
      { id: "save", label: WORDS.save, run: save },
      { id: "bookmark", label: WORDS.addBookmark, keys: "Ctrl+D", run: addBookmark },
    ],
  };
}

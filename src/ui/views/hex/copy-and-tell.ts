import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { copyText } from "../../../client/abilities/clipboard.ts";
import { WORDS } from "./words.ts";

/**
 * Puts text on the clipboard, and says so.
 *
 * @param what names the text in a sentence: "the offset".
 */
export async function copyAndTell(text: string | Promise<string>, what: string): Promise<void> {
  const { notify } = useStore.getState();
  try {
    const copied = await copyText(await text);
    notify(copied ? "info" : "error", copied ? WORDS.copied(what) : WORDS.notAllowed);
  } catch (thrown) {
    reportTrouble(WORDS.cantCopy, thrown);
  }
}

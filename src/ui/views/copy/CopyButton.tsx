import { Copy } from "lucide-react";
import { copyText } from "../../../client/abilities/clipboard.ts";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { WORDS } from "./words.ts";

export interface CopyButtonProps {
  /** What the text is: "Disk ID". */
  readonly name: string;
  readonly text: string;
}

/** Copies a text. */
export function CopyButton({ name, text }: CopyButtonProps) {
  const notify = useStore((state) => state.notify);
  const copy = async () => {
    const copied = await copyText(text);
    notify(copied ? "info" : "error", copied ? WORDS.copied(name) : WORDS.notAllowed);
  };
  return <IconButton label={WORDS.copyOf(name)} size="s" icon={<Copy />} onPress={() => void copy()} />;
}

import { Copy } from "lucide-react";
import { useState } from "react";
import {
  applyCommand,
  posixWord,
  typeableName,
  unpackAndApply,
} from "../../../../workers/shared/shell-words.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { FinishedExport } from "../../../state/exports.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { copyText } from "../../../client/abilities/clipboard.ts";
import { TextInput } from "../../parts/Input.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { folderOf } from "./folder-of.ts";
import styles from "./PatchCommand.module.css";
import { WORDS } from "./words.ts";

const SYSTEMS = [
  { value: "windows", label: WORDS.windows },
  { value: "unix", label: WORDS.unix },
] as const;
type System = (typeof SYSTEMS)[number]["value"];

/** The system that the page runs on is most likely the one that the patch is for. */
const systemHere = (): System => (/Linux|Mac/.test(navigator.userAgent) ? "unix" : "windows");

function unixLines({ fileName, source, downloaded }: FinishedExport, folder: string): readonly string[] {
  const zip = posixWord(fileName);
  const unpacked = fileName.replace(/\.zip$/i, "");
  const below = folder.trim() === "" ? WORDS.folders.unix : folder.trim().replace(/\/$/, "");
  const image = posixWord(`${below}/${typeableName(source, WORDS.image)}`);
  if (!downloaded) return [`python3 apply.py ${image}`];
  return [
    `cd ~/Downloads && python3 -m zipfile -e ${zip} ${posixWord(unpacked)}`,
    `python3 ${posixWord(`${unpacked}/apply.py`)} ${image}`,
  ];
}

/** The command lines that apply the patch. */
function linesFor(system: System, finished: FinishedExport, folder: string): readonly string[] {
  if (system === "unix") return unixLines(finished, folder);
  const { fileName, source, downloaded } = finished;
  return downloaded
    ? unpackAndApply(fileName, source, folder)
    : [applyCommand(String.raw`.\apply.ps1`, source, folder, "apply")];
}

/** How to apply a patch that was just exported, with the command to copy. */
export function PatchCommand({ finished }: { readonly finished: FinishedExport }) {
  const notify = useStore((state) => state.notify);
  const [system, setSystem] = useState(systemHere);
  const [folder, setFolder] = useState("");
  const { source, downloaded } = finished;
  const name = visibleText(source);
  const lines = linesFor(system, finished, folderOf(folder, source));
  const windows = system === "windows";
  const copy = async () => {
    const copied = await copyText(lines.join("\n"));
    notify(copied ? "info" : "error", copied ? WORDS.copied : WORDS.notAllowed);
  };
  return (
    <section aria-label={WORDS.title} className={styles.command}>
      <RadioBar label={WORDS.system} value={system} options={SYSTEMS} onChange={setSystem} />
      <ol className={styles.steps}>
        <li>{WORDS.shutDown[system]}</li>
        <li>
          <div className={styles.field}>
            <span>{WORDS.where(name)}</span>
            <TextInput
              label={WORDS.folderOf(name)}
              mono
              value={folder}
              placeholder={WORDS.folders[system]}
              onChange={setFolder}
            />
          </div>
        </li>
        <li>
          {WORDS.open[system]} {downloaded ? WORDS.run : WORDS.goAndRun}
          <div className={styles.lines}>
            <pre aria-label={WORDS.command}>{lines.join("\n")}</pre>
            <Button size="s" icon={<Copy />} onPress={() => void copy()}>
              {WORDS.copy}
            </Button>
          </div>
        </li>
      </ol>
      <p className={styles.note}>
        {windows && `${WORDS.drop(name)} `}
        {WORDS.safe}
      </p>
    </section>
  );
}

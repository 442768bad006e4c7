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
import styles from "./PatchCommand.module.css";

const SYSTEMS = [
  { value: "windows", label: "Windows" },
  { value: "unix", label: "Linux, macOS" },
] as const;
type System = (typeof SYSTEMS)[number]["value"];

/** The system that the page runs on is most likely the one that the patch is for. */
const systemHere = (): System => (/Linux|Mac/.test(navigator.userAgent) ? "unix" : "windows");

function unixLines({ fileName, source, downloaded }: FinishedExport, folder: string): readonly string[] {
  const zip = posixWord(fileName);
  const unpacked = fileName.replace(/\.zip$/i, "");
  const below = folder.trim() === "" ? "/FOLDER" : folder.trim().replace(/\/$/, "");
  const image = posixWord(`${below}/${typeableName(source, "IMAGE")}`);
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
  const lines = linesFor(system, finished, folder);
  const windows = system === "windows";
  const copy = async () => {
    const copied = await copyText(lines.join("\n"));
    notify(
      copied ? "info" : "error",
      copied ? "Copied: the command that applies the patch" : "The browser does not let pages copy.",
    );
  };
  return (
    <section aria-label="How to apply the patch" className={styles.command}>
      <RadioBar label="System" value={system} options={SYSTEMS} onChange={setSystem} />
      <ol className={styles.steps}>
        <li>
          {windows
            ? "Shut the virtual machine down and detach the disk. For WSL: wsl --shutdown."
            : "Shut the virtual machine down and detach the disk."}
        </li>
        <li>
          <div className={styles.field}>
            <span>{`Where is ${name}? Put its folder here, and it is filled in below.`}</span>
            <TextInput
              label={`Folder of ${name}`}
              mono
              value={folder}
              placeholder={windows ? String.raw`C:\FOLDER` : "/FOLDER"}
              onChange={setFolder}
            />
          </div>
        </li>
        <li>
          {windows
            ? "Open PowerShell as administrator (right-click Start: Terminal or PowerShell (Admin)), "
            : "Open a terminal, "}
          {downloaded ? "and run:" : "go to the folder that you unpacked the patch to, and run:"}
          <div className={styles.lines}>
            <pre aria-label="Command">{lines.join("\n")}</pre>
            <Button size="s" icon={<Copy />} onPress={() => void copy()}>
              Copy command
            </Button>
          </div>
        </li>
      </ol>
      <p className={styles.note}>
        {windows ? `Or unpack the zip and drop ${name} on apply.cmd. ` : ""}
        The script writes nothing if the file is not the one that you opened here. It keeps the old bytes
        beside the file; README.txt in the patch says how to undo it.
      </p>
    </section>
  );
}

import { Copy, Save, X } from "lucide-react";
import type { ImageId } from "../../../../workers/api/index.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { saveManifest } from "../../../actions/browse/extract.ts";
import { copyText } from "../../../client/abilities/clipboard.ts";
import type { FinishedExtract } from "../../../state/browse.ts";
import { useStore } from "../../../state/store.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { CodeText } from "../../parts/CodeText.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import { Cell, Row, Table } from "../../parts/Table.tsx";
import styles from "./Files.module.css";
import { WORDS } from "./words.ts";

const COLUMNS = [{ name: WORDS.extracted.path }, { name: WORDS.extracted.what }] as const;

/** Notes that are listed; the manifest has all. */
const MOST_LISTED = 500;

/** What became of the last extraction from an image: what was renamed, left out or can't be read, and how a tar is used further. */
export function Extracted({ image }: { readonly image: ImageId }) {
  const extracted = useStore((state) => state.extracted);
  return (
    <div role="status" aria-label={WORDS.extracted.name}>
      {extracted?.image === image && <Result extracted={extracted} />}
    </div>
  );
}

function Result({ extracted }: { readonly extracted: FinishedExtract }) {
  const { as, name, downloaded, result, note, importable } = extracted;
  const { files, folders, size, problemCount, problems, manifest, zeroed } = result;
  const listed = problems.slice(0, MOST_LISTED);
  return (
    <div className={styles.extracted}>
      <SeveritySign severity={problemCount === 0 ? "ok" : "warning"} size="m" decorative />
      <div className={styles.about}>
        <p>
          {downloaded ? WORDS.extracted.downloaded : WORDS.extracted.saved}{" "}
          <span className={styles.fileName}>{visibleText(name)}</span>
          {`: ${WORDS.extracted.counts(files, folders, size)} `}
          {problemCount === 0 ? WORDS.extracted.fine : ""}
        </p>
        {importable ? (
          <Import name={name} />
        ) : (
          note !== null && (
            <p>
              <CodeText text={note} />
            </p>
          )
        )}
        {problemCount > 0 && (
          <details open>
            <summary>
              {listed.length < problemCount
                ? WORDS.extracted.first(listed.length, problemCount)
                : WORDS.extracted.problems(problemCount)}
            </summary>
            <Table label={WORDS.extracted.table} columns={COLUMNS}>
              {listed.map(({ path, kind, words }, at) => (
                <Row key={at}>
                  <Cell header>{visibleText(path)}</Cell>
                  <Cell>
                    {WORDS.extracted.kinds[kind]}: {visibleText(words)}
                  </Cell>
                </Row>
              ))}
            </Table>
          </details>
        )}
        {zeroed.length > 0 && (
          <details>
            <summary>
              {WORDS.extracted.kinds.zeroed}: {numberText(zeroed.length)}
            </summary>
            {zeroed.slice(0, MOST_LISTED).map((line) => (
              <p key={line}>{visibleText(line)}</p>
            ))}
          </details>
        )}
        {as === "folder" ? (
          <p>{WORDS.extracted.manifestIn}</p>
        ) : (
          manifest !== null && (
            <p>
              <Button size="s" icon={<Save />} onPress={() => saveManifest(result, name)}>
                {WORDS.extracted.manifest}
              </Button>{" "}
              {WORDS.extracted.manifestNote}
            </p>
          )
        )}
      </div>
      <IconButton
        label={WORDS.extracted.close}
        size="s"
        icon={<X />}
        onPress={() => useStore.getState().setExtracted(null)}
      />
    </div>
  );
}

/** How WSL takes the tar of a root file system. */
function Import({ name }: { readonly name: string }) {
  const commands = WORDS.extracted.wslCommand(name);
  const copy = async () => {
    const copied = await copyText(commands);
    useStore
      .getState()
      .notify(copied ? "info" : "error", copied ? WORDS.extracted.copied : WORDS.extracted.notCopied);
  };
  return (
    <>
      <p>{WORDS.extracted.wsl}</p>
      <pre className={styles.commands}>{commands}</pre>
      <p>
        <Button size="s" icon={<Copy />} onPress={() => void copy()}>
          {WORDS.extracted.copy}
        </Button>
      </p>
    </>
  );
}

import { CornerDownRight, FileQuestionMark, FolderPlus, HardDrive } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding } from "../../../../workers/api/index.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import type { ChainRow } from "./chain-rows.ts";
import styles from "./Chain.module.css";
import { matchText, missingTitle } from "./match-text.ts";
import { WORDS } from "./words.ts";

/** The line that leads from a child to its parent. */
function Branch({ level }: { readonly level: number }) {
  if (level === 1) return null;
  return (
    <CornerDownRight
      aria-hidden="true"
      className={styles.branch}
      style={{ marginInlineStart: `calc(${level - 2} * var(--space-5))` }}
    />
  );
}

/** Findings about the link between a child and its parent. Those of severity info are only in the list of findings. */
function LinkFindings({ findings }: { readonly findings: readonly Finding[] }) {
  return findings
    .filter(({ severity }) => severity !== "info")
    .map(({ code, severity, message }) => (
      <span key={code} className={styles.finding}>
        <SeveritySign severity={severity} />
        {visibleText(message)}
      </span>
    ));
}

function Missing({ row }: { readonly row: Extract<ChainRow, { kind: "missing" }> }) {
  const { child, parent } = row;
  return (
    <>
      <Branch level={row.level} />
      <FileQuestionMark aria-hidden="true" className={styles.missingIcon} />
      <span className={styles.about}>
        <span className={styles.line}>
          <span className={styles.name}>{missingTitle(parent)}</span>
          {parent.unlinked ? (
            <Button size="s" onPress={() => void runAction("chain.choose-parent")}>
              {WORDS.tools.choose}
            </Button>
          ) : (
            <Button size="s" icon={<FolderPlus />} onPress={() => void runAction("file.add")}>
              {WORDS.addFiles}
            </Button>
          )}
        </span>
        {parent.paths.map(({ key, path }) => (
          <span key={key} className={styles.path}>
            <span className={styles.key}>{key}</span> <bdi>{visibleText(path)}</bdi>
          </span>
        ))}
        {!parent.unlinked && <LinkFindings findings={child.findings} />}
      </span>
    </>
  );
}

export interface ChainRowProps {
  readonly row: ChainRow;
  readonly shown: boolean;
  /** Pending changes of the file. */
  readonly pending: number;
}

/** One file of a chain: what it is, how it fits its child, what is wrong with that. */
export function ChainRowContent({ row, shown, pending }: ChainRowProps): ReactNode {
  if (row.kind === "missing") return <Missing row={row} />;
  const { node, child, level } = row;
  const link = child?.parent ?? null;
  const match = link?.match == null ? null : matchText(link.match);
  return (
    <>
      <Branch level={level} />
      <HardDrive aria-hidden="true" className={styles.icon} />
      <span className={styles.about}>
        <span className={styles.line}>
          <bdi className={styles.name} data-shown={shown || undefined}>
            {visibleText(node.name)}
          </bdi>
          <span className={styles.size}>{sizeText(node.size)}</span>
          {node.type !== null && <span className={styles.size}>{WORDS.row.types[node.type]}</span>}
          {match !== null && <Badge tone={match.tone}>{match.text}</Badge>}
          {link?.chosen === "user" && <Badge tone="user">{WORDS.row.chosen}</Badge>}
          {link?.readable === false && <Badge tone="invalid">{WORDS.row.notRead}</Badge>}
          {node.dirty && <Badge tone="replay">{WORDS.row.needsReplay(pending > 0)}</Badge>}
          {pending > 0 && <Badge tone="user">{WORDS.row.pending(pending)}</Badge>}
          {node.outcome === "damaged" && <Badge tone="invalid">{WORDS.row.damaged(pending > 0)}</Badge>}
          {node.outcome === "unreadable" && <Badge tone="invalid">{WORDS.row.unreadable(pending > 0)}</Badge>}
          {node.outcome === "not-vhdx" && <Badge tone="invalid">{WORDS.row.notVhdx}</Badge>}
        </span>
        {child !== null && <LinkFindings findings={child.findings} />}
      </span>
    </>
  );
}

import { FolderOpen, FolderPlus, GitBranchPlus, Link, Unlink, Waypoints } from "lucide-react";
import { showFile } from "../../../actions/files/files.ts";
import { findAction, isAvailable, runAction } from "../../../actions/commands/registry.ts";
import { pendingCount } from "../../../state/edits.ts";
import { openViews } from "../../../state/files.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button } from "../../parts/Button.tsx";
import { countText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import styles from "./Chain.module.css";
import { ChainTree } from "./ChainTree.tsx";
import { isChain } from "./chain-rows.ts";

const SHOWN_FILE = [
  { action: "chain.create-child", text: "Create child", Icon: GitBranchPlus },
  { action: "chain.relink", text: "Relink", Icon: Waypoints },
  { action: "chain.choose-parent", text: "Choose parent", Icon: Link },
  { action: "chain.unlink", text: "Unlink parent", Icon: Unlink },
] as const;

/** The open files and how they belong together; what can be done with the links of the one that is shown. */
export function ChainPanel() {
  const state = useStore();
  const { forest, summary } = state;
  if (forest === null || summary === null) return null;
  const pending = new Map(openViews(state).map((view) => [view.summary?.id ?? "", pendingCount(view)]));
  const wanted = forest.nodes.some(({ parent }) => parent !== null && parent.id === null && !parent.unlinked);
  const offered = SHOWN_FILE.filter(({ action }) => {
    const known = findAction(action);
    return known !== null && isAvailable(known, state);
  });
  return (
    <Panel
      title="Chain"
      flush
      aside={isChain(forest) && countText(forest.nodes.length, "file")}
      tools={
        <>
          {/* Where a parent is missing, the button stands beside its name. */}
          {!wanted && (
            <Button size="s" icon={<FolderPlus />} onPress={() => void runAction("file.add")}>
              Add files
            </Button>
          )}
          <Button size="s" icon={<FolderOpen />} onPress={() => void runAction("file.open-folder")}>
            Open folder
          </Button>
        </>
      }
    >
      <ChainTree forest={forest} shown={summary.id} pending={pending} onShow={(id) => void showFile(id)} />
      {offered.length > 0 && (
        <div role="toolbar" aria-label={`Links of ${visibleText(summary.name)}`} className={styles.tools}>
          {offered.map(({ action, text, Icon }) => (
            <Button key={action} size="s" icon={<Icon />} onPress={() => void runAction(action)}>
              {text}
            </Button>
          ))}
        </div>
      )}
    </Panel>
  );
}

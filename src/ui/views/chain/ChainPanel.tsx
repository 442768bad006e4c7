import { FolderOpen, FolderPlus, GitBranchPlus, Layers, Link, Merge, Unlink, Waypoints } from "lucide-react";
import type { ImageId } from "../../../../workers/api/index.ts";
import { showFile } from "../../../actions/files/files.ts";
import { EXPORT_TITLES } from "../../../actions/export/export.ts";
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
import { isChain, splitForest } from "./chain-rows.ts";

const SHOWN_FILE = [
  { action: "chain.create-child", text: "Create child", Icon: GitBranchPlus },
  { action: "chain.relink", text: "Relink", Icon: Waypoints },
  { action: "chain.choose-parent", text: "Choose parent", Icon: Link },
  { action: "chain.unlink", text: "Unlink parent", Icon: Unlink },
  { action: "export.flatten-dynamic", text: EXPORT_TITLES["flatten-dynamic"], Icon: Layers },
  { action: "export.merge", text: EXPORT_TITLES.merge, Icon: Merge },
] as const;

/** The chain of the shown file and what can be done with it, and below it the open files that have nothing to do with it. */
export function ChainPanel() {
  const state = useStore();
  const { forest, summary } = state;
  if (forest === null || summary === null) return null;
  const { chain, others } = splitForest(forest, summary.id);
  const pending = new Map(openViews(state).map((view) => [view.summary?.id ?? "", pendingCount(view)]));
  const wanted = chain.nodes.some(({ parent }) => parent !== null && parent.id === null && !parent.unlinked);
  const offered = SHOWN_FILE.filter(({ action }) => {
    const known = findAction(action);
    return known !== null && isAvailable(known, state);
  });
  const tree = { shown: summary.id, pending, onShow: (id: ImageId) => void showFile(id) };
  return (
    <>
      <Panel
        title="Chain"
        flush
        aside={isChain(chain) && countText(chain.nodes.length, "file")}
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
        <ChainTree label="Chain" forest={chain} {...tree} />
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
      {others.nodes.length > 0 && (
        <Panel title="Other open files" flush aside={countText(others.nodes.length, "file")}>
          <ChainTree label="Other open files" forest={others} {...tree} />
        </Panel>
      )}
    </>
  );
}

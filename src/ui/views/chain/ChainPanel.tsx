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
import { Panel } from "../../parts/Panel.tsx";
import styles from "./Chain.module.css";
import { ChainTree } from "./ChainTree.tsx";
import { isChain, splitForest } from "./chain-rows.ts";
import { WORDS } from "./words.ts";

const SHOWN_FILE = [
  { action: "chain.create-child", text: WORDS.tools.child, Icon: GitBranchPlus },
  { action: "chain.relink", text: WORDS.tools.relink, Icon: Waypoints },
  { action: "chain.choose-parent", text: WORDS.tools.choose, Icon: Link },
  { action: "chain.unlink", text: WORDS.tools.unlink, Icon: Unlink },
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
        title={WORDS.title}
        flush
        aside={isChain(chain) && WORDS.files(chain.nodes.length)}
        tools={
          <>
            {/* Where a parent is missing, the button stands beside its name. */}
            {!wanted && (
              <Button size="s" icon={<FolderPlus />} onPress={() => void runAction("file.add")}>
                {WORDS.addFiles}
              </Button>
            )}
            <Button size="s" icon={<FolderOpen />} onPress={() => void runAction("file.open-folder")}>
              {WORDS.openFolder}
            </Button>
          </>
        }
      >
        <ChainTree label={WORDS.title} forest={chain} {...tree} />
        {offered.length > 0 && (
          <div role="toolbar" aria-label={WORDS.links(visibleText(summary.name))} className={styles.tools}>
            {offered.map(({ action, text, Icon }) => (
              <Button key={action} size="s" icon={<Icon />} onPress={() => void runAction(action)}>
                {text}
              </Button>
            ))}
          </div>
        )}
      </Panel>
      {others.nodes.length > 0 && (
        <Panel title={WORDS.others} flush aside={WORDS.files(others.nodes.length)}>
          <ChainTree label={WORDS.others} forest={others} {...tree} />
        </Panel>
      )}
    </>
  );
}

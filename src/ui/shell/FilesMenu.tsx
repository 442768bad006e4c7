import { FolderPlus, HardDrive } from "lucide-react";
import { showFile } from "../../actions/files/files.ts";
import { runAction } from "../../actions/commands/registry.ts";
import { pendingCount } from "../../state/edits.ts";
import { openViews } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { visibleText } from "../../../workers/shared/visible-text.ts";
import { sizeText } from "../../../workers/shared/text.ts";
import { MenuButton, type MenuChoice } from "../parts/Menu.tsx";
import { OUTCOMES } from "./jobs/outcome.ts";
import { WORDS } from "./words.ts";

const ADD = "add";

/** The menu of the open files, on every screen; nothing while only one is open. */
export function FilesMenu() {
  const state = useStore();
  const { files, forest, summary } = state;
  if (files.length < 2) return null;
  const parentOf = (id: string) => {
    const parent = forest?.nodes.find((node) => node.id === id)?.parent?.id ?? null;
    return parent === null ? null : (forest?.nodes.find((node) => node.id === parent)?.name ?? null);
  };
  const choices: readonly MenuChoice[] = [
    ...openViews(state).flatMap((view): MenuChoice[] => {
      if (view.summary === null) return [];
      const { id, name, size, outcome } = view.summary;
      const pending = pendingCount(view);
      const parent = parentOf(id);
      const said = [
        sizeText(size),
        OUTCOMES[outcome].text,
        ...(parent === null ? [] : [WORDS.files.childOf(visibleText(parent))]),
        ...(pending === 0 ? [] : [WORDS.files.pending(pending)]),
        ...(id === summary?.id ? [WORDS.files.shown] : []),
      ];
      return [{ id, title: visibleText(name), detail: said.join(", "), icon: <HardDrive /> }];
    }),
    { id: ADD, title: WORDS.files.add, icon: <FolderPlus /> },
  ];
  return (
    <MenuButton
      label={WORDS.files.count(files.length)}
      size="s"
      variant="quiet"
      choices={choices}
      onChoose={(id) => void (id === ADD ? runAction("file.add") : showFile(id))}
    />
  );
}

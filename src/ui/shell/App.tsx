import { lazy, Suspense, useEffect } from "react";
import { useStore } from "../../state/store.ts";
import { About } from "../dialogs/about/About.tsx";
import { LosingChanges } from "../dialogs/changes/LosingChanges.tsx";
import { Start } from "../screens/start/Start.tsx";
import { AskUnread } from "./jobs/AskUnread.tsx";
import { ConfirmExport } from "./jobs/ConfirmExport.tsx";
import { Crash } from "./trouble/Crash.tsx";
import { DropZone } from "./DropZone.tsx";
import { ErrorBoundary } from "./trouble/ErrorBoundary.tsx";
import { Notices } from "./banners/Notices.tsx";
import { PageBroken } from "./trouble/PageBroken.tsx";
import { Palette } from "./commands/Palette.tsx";
import { Shortcuts } from "./commands/Shortcuts.tsx";
import { Workbench } from "./Workbench.tsx";
import { visibleText } from "../../../workers/shared/visible-text.ts";
import { WORDS } from "./words.ts";

/** Names the tab after the open file. */
function useTitle(): void {
  const name = useStore((state) => state.summary?.name ?? null);
  useEffect(() => {
    document.title = name === null ? "Platter" : WORDS.titleOf(visibleText(name));
  }, [name]);
}

const NewDiskDialog = lazy(async () => ({
  default: (await import("../dialogs/new-disk/NewDiskDialog.tsx")).NewDiskDialog,
}));

const KeptDialog = lazy(async () => ({
  default: (await import("../dialogs/kept/KeptDialog.tsx")).KeptDialog,
}));

const ReplaceDialog = lazy(async () => ({
  default: (await import("../dialogs/replace/ReplaceDialog.tsx")).ReplaceDialog,
}));

const RepairDialog = lazy(async () => ({
  default: (await import("../dialogs/repair/RepairDialog.tsx")).RepairDialog,
}));

const HelpDialog = lazy(async () => ({
  default: (await import("../dialogs/help/HelpDialog.tsx")).HelpDialog,
}));

const ChainDialogs = lazy(async () => ({
  default: (await import("../views/chain/ChainDialogs.tsx")).ChainDialogs,
}));

/** The whole page. */
export function App() {
  const crash = useStore((state) => state.crash);
  const isOpen = useStore((state) => state.summary !== null);
  const newDiskOpen = useStore((state) => state.newDiskOpen);
  const replacing = useStore((state) => state.replacing);
  const repairOpen = useStore((state) => state.repairOpen);
  const helpOpen = useStore((state) => state.help !== null);
  const chainOpen = useStore((state) => state.chainDialog !== null);
  const keptOpen = useStore((state) => state.keptOpen);
  useTitle();
  return (
    <ErrorBoundary Fallback={PageBroken}>
      {crash !== null ? <Crash message={crash} /> : isOpen ? <Workbench /> : <Start />}
      <Palette />
      <Shortcuts />
      <About />
      <ConfirmExport />
      <AskUnread />
      <LosingChanges />
      {newDiskOpen && (
        <Suspense fallback={null}>
          <NewDiskDialog />
        </Suspense>
      )}
      {chainOpen && (
        <Suspense fallback={null}>
          <ChainDialogs />
        </Suspense>
      )}
      {keptOpen && (
        <Suspense fallback={null}>
          <KeptDialog />
        </Suspense>
      )}
      {helpOpen && (
        <Suspense fallback={null}>
          <HelpDialog />
        </Suspense>
      )}
      {repairOpen && (
        <Suspense fallback={null}>
          <RepairDialog />
        </Suspense>
      )}
      {replacing !== "closed" && (
        <Suspense fallback={null}>
          <ReplaceDialog />
        </Suspense>
      )}
      <Notices />
      <DropZone />
    </ErrorBoundary>
  );
}

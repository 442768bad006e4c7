import {
  ClipboardList,
  Columns2,
  FileDown,
  Folders,
  Grid3x3,
  HardDrive,
  ListTree,
  type LucideIcon,
  ScrollText,
} from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { Screen } from "../../state/view.ts";

export interface ScreenEntry {
  readonly Icon: LucideIcon;
  /** Loads the screen's chunk. */
  readonly load: () => Promise<ComponentType>;
  /** The loaded screen, else a component that loads it. Call once per visit: React takes the two for different components. */
  readonly component: () => ComponentType;
}

function screen(Icon: LucideIcon, importScreen: () => Promise<ComponentType>): ScreenEntry {
  let loaded: ComponentType | null = null;
  const load = async () => (loaded = await importScreen());
  const Loading = lazy(async () => ({ default: await load() }));
  return { Icon, load, component: () => loaded ?? Loading };
}

/** Each screen is a chunk of its own: the start page stays small. */
export const SCREEN_ENTRIES: Readonly<Record<Screen, ScreenEntry>> = {
  overview: screen(
    ClipboardList,
    async () => (await import("../screens/overview/OverviewScreen.tsx")).OverviewScreen,
  ),
  structure: screen(
    ListTree,
    async () => (await import("../screens/structure/StructureScreen.tsx")).StructureScreen,
  ),
  map: screen(Grid3x3, async () => (await import("../screens/map/MapScreen.tsx")).MapScreen),
  log: screen(ScrollText, async () => (await import("../screens/log/LogScreen.tsx")).LogScreen),
  compare: screen(Columns2, async () => (await import("../screens/compare/CompareScreen.tsx")).CompareScreen),
  disk: screen(HardDrive, async () => (await import("../screens/disk/DiskScreen.tsx")).DiskScreen),
  files: screen(Folders, async () => (await import("../screens/files/FilesScreen.tsx")).FilesScreen),
  export: screen(FileDown, async () => (await import("../screens/export/ExportScreen.tsx")).ExportScreen),
};

import {
  ClipboardList,
  Columns2,
  FileDown,
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
  readonly Component: ComponentType;
}

/** Each screen is a chunk of its own: the start page stays small. */
export const SCREEN_ENTRIES: Readonly<Record<Screen, ScreenEntry>> = {
  overview: {
    Icon: ClipboardList,
    Component: lazy(async () => ({
      default: (await import("../overview/OverviewScreen.tsx")).OverviewScreen,
    })),
  },
  structure: {
    Icon: ListTree,
    Component: lazy(async () => ({
      default: (await import("../structure/StructureScreen.tsx")).StructureScreen,
    })),
  },
  map: {
    Icon: Grid3x3,
    Component: lazy(async () => ({ default: (await import("../map/MapScreen.tsx")).MapScreen })),
  },
  log: {
    Icon: ScrollText,
    Component: lazy(async () => ({ default: (await import("../log/LogScreen.tsx")).LogScreen })),
  },
  compare: {
    Icon: Columns2,
    Component: lazy(async () => ({ default: (await import("../compare/CompareScreen.tsx")).CompareScreen })),
  },
  disk: {
    Icon: HardDrive,
    Component: lazy(async () => ({ default: (await import("../disk/DiskScreen.tsx")).DiskScreen })),
  },
  export: {
    Icon: FileDown,
    Component: lazy(async () => ({ default: (await import("../export/ExportScreen.tsx")).ExportScreen })),
  },
};

import type { ExtractPlan, ExtractRequest } from "../../../api/index.ts";
import type { FileSystem } from "../../../fs/file-system.ts";
import { heldName } from "./safe-name.ts";

const WSL =
  "`wsl --import NAME FOLDER FILE.tar` makes a WSL distribution of it: owners, permissions, links and attributes are kept.";

/** Folders that a Linux root file system has. */
const ROOT_FOLDERS = ["etc", "usr"];

/** What an extraction would be called. @param image name of the opened file */
export function extractPlan(fs: FileSystem, { as, nodes }: ExtractRequest, image: string): ExtractPlan {
  const base = image.replace(/\.a?vhdx$/i, "");
  const [only] = nodes;
  const name = nodes.length === 1 ? (only?.name ?? null) : null;
  const picked = name === null ? null : heldName(name, { windows: true, caseless: true });
  const fileName = `${picked === null ? `${base}-files` : `${base}-${picked}`}${as === "folder" ? "" : `.${as}`}`;
  const isRoot = nodes.length === 1 && only?.node === fs.root;
  const encoder = new TextEncoder();
  const isLinux = ROOT_FOLDERS.every((folder) => fs.lookup(fs.root, encoder.encode(folder)) !== null);
  return { fileName, note: as === "tar" && isRoot && isLinux ? WSL : null };
}

import { decode } from "../../bytes/struct.ts";
import { utf16ToText } from "../../shared/encoded-text.ts";
import type { FsFacts } from "../file-system.ts";
import { TYPE } from "./attributes.ts";
import { backupBoot } from "./geometry.ts";
import { logState } from "./logfile.ts";
import type { Nodes } from "./node.ts";
import { volumeInformation } from "./structs/volume-information.ts";

const LOG_FILE = 2;
const VOLUME = 3;
const DIRTY = 1;

/** What the volume says of itself, and what was found on opening it, as problems. */
export function readFacts(nodes: Nodes): FsFacts {
  const { volume, geometry, mft, problems } = nodes;
  const state: string[] = [];
  const about = nodes.node(VOLUME, "all parts");
  const value = (type: number) => {
    const found = about?.attributes.find((each) => each.type === type);
    return found?.resident === true ? found.value : null;
  };
  const name = value(TYPE.volumeName);
  const information = value(TYPE.volumeInformation);
  const flags =
    information !== null && information.length >= volumeInformation.size
      ? decode(volumeInformation, information).flags
      : null;
  const say = (code: string, severity: "error" | "warning" | "info", clause: string, message: string) => {
    state.push(clause);
    problems.add(code, severity, message);
  };
  if (geometry.boot !== 0)
    say(
      "boot-lost",
      "error",
      "found by its backup boot sector",
      "The boot sector is gone; the volume was found by its backup.",
    );
  else if (geometry.size <= volume.size && backupBoot(volume, geometry) === null)
    problems.add("backup-boot-lost", "warning", "The backup boot sector is not there.", {
      run: { offset: geometry.size - geometry.sectorSize, length: geometry.sectorSize },
    });
  // The last sector has only the copy: a partition may leave it out.
  if (geometry.size - geometry.sectorSize > volume.size)
    say(
      "cut-off",
      "error",
      "cut off",
      "The volume ends before the file system does: files behind its end can't be read.",
    );
  if (mft.source === "first record" && !mft.agreesWithMirror())
    problems.add("mirror-differs", "warning", "$MFTMirr is not the same as the first records of the MFT.", {
      run: { offset: geometry.mirror, length: 4 * geometry.recordSize },
      node: 1,
    });
  if (mft.source === "mirror")
    say(
      "mft-start-lost",
      "error",
      "read by the mirror of its MFT",
      "The first record of the MFT can't be read; its mirror is used.",
    );
  if (mft.source === "records that follow each other")
    say(
      "mft-map-lost",
      "error",
      "without the map of its MFT",
      "The first record of the MFT and its mirror can't be read. Files are shown as far as records follow each other from the start of the MFT on.",
    );
  if (flags === null)
    say(
      "volume-information-lost",
      "warning",
      "without its own state",
      "$VOLUME_INFORMATION can't be read, so that it is not known whether the volume is dirty.",
    );
  else if ((flags & DIRTY) !== 0)
    say(
      "dirty",
      "warning",
      "marked dirty",
      "The volume is marked dirty: Windows checks it when it is mounted.",
    );
  const log = nodes.node(LOG_FILE, "all parts");
  const logFile = logState(log === null ? null : nodes.value(log.attributes, TYPE.data, ""));
  if (logFile === "not clean")
    say(
      "log-not-clean",
      "warning",
      "not unmounted",
      "$LogFile was not closed: Windows replays it when the volume is mounted. Files are shown as they are stored, without it.",
    );
  if (logFile === "unreadable")
    say(
      "log-unreadable",
      "warning",
      "with a $LogFile that can't be read",
      "The start of $LogFile can't be read.",
    );
  return {
    name: "NTFS",
    label: name === null || name.length === 0 ? null : utf16ToText(name),
    uuid: geometry.serial,
    blockSize: geometry.clusterSize,
    size: geometry.size,
    used: null,
    files: null,
    state,
    pendingTransactions: null,
    isCurrent: logFile === "clean",
  };
}

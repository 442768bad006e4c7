import { runSteps } from "../../../workers/bytes/steps.ts";
import { OpenSystems } from "../../../workers/engine/files/open-systems.ts";
import { OpenedImage } from "../../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../../workers/store/cached-store.ts";
import { MemoryStore } from "../../../workers/store/memory-store.ts";
import { diskOf } from "../../../workers/testing/engine/files/disk-of.ts";
import { floorImage } from "../../../workers/testing/fs/ext/floor.ts";
import { ntfsImage } from "../../../workers/testing/fs/ntfs/image.ts";
import { type ImageName, storedImage } from "../../../workers/testing/fs/stored-image.ts";
import { type Base, baseFile, type Site } from "./base.ts";

const NAMES: readonly ImageName[] = ["fat12", "fat16", "fat32", "exfat", "xfs4", "xfs5"];

/** Small volumes by their names, which `files-` stands before in the names of the bases. */
export const VOLUMES: Readonly<Record<string, () => MemoryStore>> = {
  ...Object.fromEntries(NAMES.map((name) => [name, () => storedImage(name).store])),
  ext2: () => new MemoryStore(floorImage("ext2")),
  "ext4-dirty": () => new MemoryStore(floorImage("ext4-dirty")),
  ntfs: () => new MemoryStore(ntfsImage("small").bytes),
};

/** Files and folders whose structures are mutated. */
const MOST_NODES = 60;

/** Structures of the file system, where they lie in the file. */
function fileSystemSites(image: OpenedImage): readonly Site[] {
  const systems = new OpenSystems();
  const of = { image, layer: image.best };
  const [place] = systems.volumes(of).places;
  const { fs, disk, reader } = systems.system(of, place?.id ?? "disk", null);
  const nodes: (number | null)[] = [null, fs.root];
  runSteps(
    fs.walk(fs.root, ({ entry }) => {
      if (nodes.length < MOST_NODES) nodes.push(entry.node);
    }),
  );
  const sites: Site[] = [];
  for (const node of nodes)
    for (const { table, offset, length, label } of fs.structures(node)) {
      const struct = reader.tables.find(({ name }) => name === table);
      if (struct === undefined || length < struct.size || offset + length > disk.size) continue;
      for (const { source } of disk.extents(offset, struct.size)) {
        if (source.kind === "file")
          sites.push({ node: `files/${label}`, struct, offset: source.fileOffset, isSet: true });
        break;
      }
    }
  return sites;
}

function fileSystemBase(name: string, volume: MemoryStore): Base {
  const { store } = diskOf(volume);
  const base = baseFile(`files-${name}`, store);
  const sites = fileSystemSites(new OpenedImage(new CachedStore(store)));
  return { name: `files-${name}`, files: [{ ...base, sites: [...base.sites, ...sites], part: "files/" }] };
}

/** Small file systems of real tools, each in a VHDX. Their own structures are mutated more often than those of the container. */
export const FILE_SYSTEMS: Readonly<Record<string, () => Base>> = Object.fromEntries(
  Object.entries(VOLUMES).map(([name, make]) => [`files-${name}`, () => fileSystemBase(name, make())]),
);

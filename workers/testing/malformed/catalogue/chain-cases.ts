import { encode } from "../../../bytes/struct.ts";
import { MIB } from "../../../shared/numbers.ts";
import { DEEPEST_CHAIN } from "../../../vhdx/chain/order.ts";
import type { CHAIN } from "../../../vhdx/findings/catalogue/chain-rules.ts";
import {
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  VIRTUAL_DISK_SIZE,
} from "../../../vhdx/structs/metadata-items.ts";
import { DATA_WRITE_GUID, ImageBuilder, LOG_GUID } from "../../vhdx/image-builder.ts";
import { parentLocatorBytes } from "../../vhdx/metadata-builder.ts";
import { diskSizeOf, UNKNOWN, unknownGuid, withItem } from "../cases.ts";
import { CHILD, crash, type Kin, PARENT_GUID, type RuleCase } from "./case.ts";

const BASE = {};
const DISK_SIZE = 64 * MIB;

const identify = (image: ImageBuilder, guid: string) =>
  image.setHeaders({ dataWriteGuid: guid, fileWriteGuid: guid });
/** Links a differencing disk to the file with the GUID. */
const link = (image: ImageBuilder, guid: string) =>
  withItem(image, PARENT_LOCATOR.guid, {
    bytes: parentLocatorBytes([
      ["parent_linkage", `{${guid}}`],
      ["relative_path", ".\\parent.vhdx"],
    ]),
  });
const sized = ({ parent }: Kin, size: number) =>
  withItem(parent, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(size)));
const sectors = ({ parent }: Kin, size: number) =>
  withItem(parent, LOGICAL_SECTOR_SIZE.guid, {
    bytes: encode(logicalSectorSize, { logicalSectorSize: size }),
  });
/** Makes a chain of `links` files, the image and its parent included. */
function chain({ parent, more }: Kin, links: number): void {
  let above = parent;
  for (let nth = 2; nth < links; nth++) {
    const next = new ImageBuilder(nth === links - 1 ? {} : CHILD);
    const guid = unknownGuid(nth);
    identify(next, guid);
    link(above, guid);
    more.push(next);
    above = next;
  }
}

export const CHAIN_CASES: Record<keyof typeof CHAIN, RuleCase> = {
  "parent-linkage-mismatch": {
    options: CHILD,
    parent: BASE,
    spoil: (_, { parent }) => identify(parent, UNKNOWN),
    nearMiss: (_, { parent }) => identify(parent, PARENT_GUID),
  },
  "parent-needs-replay": {
    options: CHILD,
    parent: BASE,
    spoil: (_, { parent }) => {
      crash(parent);
      parent.setHeaders({ logGuid: LOG_GUID, dataWriteGuid: PARENT_GUID, fileWriteGuid: PARENT_GUID });
    },
    nearMiss: (_, { parent }) => {
      crash(parent);
      identify(parent, PARENT_GUID);
    },
  },
  "parent-sector-size": {
    options: CHILD,
    parent: BASE,
    spoil: (_, kin) => sectors(kin, 4096),
    nearMiss: (_, kin) => sectors(kin, 512),
  },
  "parent-smaller": {
    options: CHILD,
    parent: BASE,
    spoil: (_, kin) => sized(kin, DISK_SIZE - 512),
    nearMiss: (_, kin) => sized(kin, DISK_SIZE),
  },
  "parent-larger": {
    options: CHILD,
    parent: BASE,
    spoil: (_, kin) => sized(kin, DISK_SIZE + 512),
    nearMiss: (_, kin) => sized(kin, DISK_SIZE),
  },
  "parent-damaged": {
    options: CHILD,
    parent: BASE,
    spoil: (_, { parent }) => parent.place(0, 0),
    nearMiss: (_, { parent }) => parent.place(0, parent.data / MIB),
  },
  "parent-is-child": {
    options: CHILD,
    parent: BASE,
    spoil: (image, kin) => {
      kin.picked = image;
    },
    nearMiss: (_, kin) => {
      kin.picked = kin.parent;
    },
  },
  "chain-cycle": {
    options: CHILD,
    parent: CHILD,
    spoil: (_, { parent }) => link(parent, DATA_WRITE_GUID),
    nearMiss: (_, { parent }) => link(parent, UNKNOWN),
  },
  "chain-too-deep": {
    options: CHILD,
    parent: CHILD,
    spoil: (_, kin) => chain(kin, DEEPEST_CHAIN + 1),
    nearMiss: (_, kin) => chain(kin, DEEPEST_CHAIN),
  },
};

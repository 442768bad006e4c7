import type { Finding } from "../../../api/index.ts";
import type { Fields, Struct, Values } from "../../../bytes/struct.ts";
import { nodeId } from "../../../shared/node-id.ts";
import { sizeText } from "../../../shared/text.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  type KnownItem,
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
  virtualDiskSize,
} from "../../structs/metadata-items.ts";
import { surveyBat } from "../bat/bat-survey.ts";
import { type Draft, fault, hopelessFault, type Planning } from "../fix.ts";
import { isGapless } from "./fit.ts";
import { MetadataEdit } from "./metadata-edit.ts";
import { blockSizes, sectorSizes, virtualSizes } from "./metadata-values.ts";
import type { RepairState } from "../state.ts";

/** Findings that leave an item without a usable value. */
const UNUSABLE = [
  "metadata-missing",
  "physical-sector-size-missing",
  "disk-id-missing",
  "metadata-item-range",
  "metadata-item-overlap",
  "metadata-item-length",
  "block-size",
  "virtual-size",
  "virtual-size-zero",
  "virtual-size-unaligned",
  "sector-size",
  "physical-sector-size",
] as const;

/** The findings that leave the value of one item unknown. */
function unusable(state: RepairState, known: KnownItem): readonly Finding[] {
  const item = state.structures.metadata?.items.find((each) => each.known?.guid === known.guid);
  const node = item === undefined ? null : nodeId("metadata/entry", item.index);
  return state.with(...UNUSABLE).filter((finding) => {
    if (finding.code.endsWith("missing")) return finding.message === `The metadata has no ${known.name}.`;
    return (
      node !== null &&
      finding.node === node &&
      (finding.severity !== "warning" || finding.code === "physical-sector-size")
    );
  });
}

/** The run of the file that holds the item, or its table where the item has no place. */
function placeOf({ structures }: RepairState, known: KnownItem): Draft["place"] {
  const item = structures.metadata?.items.find((each) => each.known?.guid === known.guid);
  const region = structures.regions.metadata;
  return item?.offset != null
    ? { offset: item.offset, length: Math.min(item.values.length, 64) }
    : { offset: region?.offset ?? 0, length: 512 };
}

interface Restored<F extends Fields> {
  readonly value: Partial<Values<F>>;
  /** The value, as a part of the fix's id. */
  readonly key: string;
  readonly words: string;
  readonly evidence: readonly string[];
  readonly loss: string | null;
}

/** One fault for an item, with a fix for each value that it may have had. */
function* planItem<F extends Fields>(
  state: RepairState,
  known: KnownItem,
  struct: Struct<F>,
  values: () => readonly Restored<F>[],
): Planning {
  const found = unusable(state, known);
  if (found.length === 0) return;
  const slug = known.name.toLowerCase().replaceAll(" ", "-");
  const drafts = values().map(({ value, key, words, evidence, loss }): Draft => ({
    id: `metadata-${slug}/${key}`,
    title: `Set the ${known.name} to ${words}`,
    evidence,
    loss,
    place: placeOf(state, known),
    apply: (target) => {
      const edit = new MetadataEdit(state);
      edit.setItem(known, struct, value);
      edit.write(target);
    },
  }));
  if (drafts.length > 0) yield fault(`metadata-${slug}`, found, drafts);
  else {
    const why = `Nothing in the file shows the ${known.name}: no block that the BAT names is in the file, or the BAT itself can't be read.`;
    yield hopelessFault(`metadata-${slug}`, found, why);
  }
}

/** Block size and flags. The flags stay as they are where they can be read; else the BAT and the parent locator show them. */
function parametersOf(state: RepairState): readonly Restored<typeof fileParameters.fields>[] {
  const items = state.structures.metadata?.items ?? [];
  const survey = surveyBat(state);
  const stands = items.some(
    (each) =>
      each.known?.guid === FILE_PARAMETERS.guid &&
      each.bytes !== null &&
      each.bytes.length >= fileParameters.size,
  );
  const hasParent =
    items.some((each) => each.known?.guid === PARENT_LOCATOR.guid) || survey?.partial === true;
  const sector = state.structures.facts.logicalSectorSize ?? 512;
  return blockSizes(state).map(({ value, evidence, loss }) => {
    const fixed = !hasParent && survey !== null && isGapless(survey, value, sector);
    const flags = stands
      ? {}
      : { hasParent: hasParent ? 1 : 0, leaveBlocksAllocated: fixed ? 1 : 0, reserved: 0 };
    const type = hasParent
      ? "a differencing disk: it has a parent locator, or blocks that are only partly present"
      : fixed
        ? "a fixed disk: all blocks are present"
        : "a dynamic disk";
    return {
      value: { blockSize: value, ...flags },
      key: String(value),
      words: `blocks of ${sizeText(value)}`,
      evidence: stands ? evidence : [...evidence, `The disk is taken to be ${type}.`],
      loss,
    };
  });
}

function sizesOf(state: RepairState): readonly Restored<typeof virtualDiskSize.fields>[] {
  const { virtualSize, logicalSectorSize: sector } = state.structures.facts;
  if (virtualSize !== null && sector !== null) {
    const size = virtualSize - (virtualSize % sector);
    const evidence = [
      `A disk ends at a whole sector of ${sector} bytes; no guest can read what lies past the last whole sector.`,
    ];
    return [
      {
        value: { virtualDiskSize: BigInt(size) },
        key: String(size),
        words: `${size} bytes`,
        evidence,
        loss: null,
      },
    ];
  }
  return virtualSizes(state).map(({ value, evidence, loss }) => ({
    value: { virtualDiskSize: BigInt(value) },
    key: String(value),
    words: sizeText(value),
    evidence,
    loss,
  }));
}

/** Items of MS-VHDX 2.6.2 that are missing or have an impossible value, restored from what the rest of the file shows. */
export function* planFacts(state: RepairState): Planning {
  yield* planItem(state, FILE_PARAMETERS, fileParameters, () => parametersOf(state));
  yield* planItem(state, LOGICAL_SECTOR_SIZE, logicalSectorSize, () =>
    sectorSizes(state).map(({ value, evidence, loss }) => ({
      value: { logicalSectorSize: value },
      key: String(value),
      words: `${value} bytes`,
      evidence,
      loss,
    })),
  );
  yield* planItem(state, VIRTUAL_DISK_SIZE, virtualDiskSize, () => sizesOf(state));
  yield* planItem(state, PHYSICAL_SECTOR_SIZE, physicalSectorSize, () => [
    {
      value: { physicalSectorSize: 4096 },
      key: "4096",
      words: "4096 bytes",
      evidence: ["The value only tells a guest how to align its writes; 4096 suits all current disks."],
      loss: null,
    },
  ]);
  if (unusable(state, VIRTUAL_DISK_ID).length > 0) yield* planDiskId(state);
}

/** Nothing in the file implies the disk's identity; a new GUID is generated when the fix is made. */
function* planDiskId(state: RepairState): Planning {
  yield fault("metadata-virtual-disk-id", unusable(state, VIRTUAL_DISK_ID), [
    {
      id: "metadata-virtual-disk-id/new",
      title: "Generate a new Virtual Disk ID",
      evidence: [
        "The disk's identity is stored nowhere else in the file. No byte of the disk depends on it.",
      ],
      loss: "A guest may treat the disk as a different one: drive letters, storage pools and licences can be bound to the identity.",
      place: placeOf(state, VIRTUAL_DISK_ID),
      apply: (target) => {
        const edit = new MetadataEdit(state);
        edit.setItem(VIRTUAL_DISK_ID, virtualDiskId, { virtualDiskId: target.newGuid() });
        edit.write(target);
      },
    },
  ]);
}

import type { Finding } from "../../../api/index.ts";
import { decode } from "../../../bytes/struct.ts";
import { nodeId } from "../../../shared/node-id.ts";
import { countText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import { itemName, type MetadataItem } from "../../metadata/metadata-item.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  INCOMPLETE_FILE,
  knownItem,
  PARENT_LOCATOR,
} from "../../structs/metadata-items.ts";
import { METADATA_SIGNATURE, metadataTableEntry, metadataTableHeader } from "../../structs/metadata-table.ts";
import { surveyBat } from "../bat/bat-survey.ts";
import { type Draft, fault, type Planning, type Search } from "../fix.ts";
import { MetadataEdit } from "./metadata-edit.ts";
import { planFacts } from "./metadata-facts.ts";
import type { RepairState } from "../state.ts";
import { explainByOneByte } from "./one-byte.ts";

const tablePlace = ({ structures }: RepairState) => ({
  offset: structures.regions.metadata?.offset ?? 0,
  length: 512,
});

/** A fix that changes the metadata table and its items in place. */
function editDraft(
  state: RepairState,
  draft: Omit<Draft, "place" | "apply">,
  change: (edit: MetadataEdit) => void,
): Draft {
  return {
    ...draft,
    place: tablePlace(state),
    apply: (target) => {
      const edit = new MetadataEdit(state);
      change(edit);
      edit.write(target);
    },
  };
}

/** Finds the items of the table by a finding, or by another item of the same kind. */
class ItemIndex {
  readonly items: readonly MetadataItem[];
  readonly #byNode: ReadonlyMap<string, MetadataItem>;
  readonly #firstByKind = new Map<string, MetadataItem>();

  constructor({ structures }: RepairState) {
    this.items = structures.metadata?.items ?? [];
    this.#byNode = new Map(this.items.map((item) => [nodeId("metadata/entry", item.index), item]));
    for (const item of this.items) {
      const kind = kindOf(item);
      if (!this.#firstByKind.has(kind)) this.#firstByKind.set(kind, item);
    }
  }

  /** The item that a finding is about; null where the finding is about something else. */
  of({ node }: Finding): MetadataItem | null {
    return node === null ? null : (this.#byNode.get(node) ?? null);
  }

  /** The first item of the same kind: same GUID, same IsUser bit. */
  first(item: MetadataItem): MetadataItem {
    return this.#firstByKind.get(kindOf(item)) ?? item;
  }
}

const kindOf = ({ values }: MetadataItem) => `${values.itemId}/${values.isUser}`;

/** Bytes compared in one step. */
const PIECE = 64 * 1024;

/** Whether two items point to the same bytes. */
function* sameBytes({ store }: RepairState, a: MetadataItem, b: MetadataItem): Search<boolean> {
  const lengthOf = ({ offset, values }: MetadataItem) =>
    offset === null ? 0 : Math.max(0, Math.min(values.length, store.size - offset));
  const length = lengthOf(a);
  if (length !== lengthOf(b)) return false;
  if (a.offset === null || b.offset === null || a.offset === b.offset) return true;
  for (let at = 0; at < length; at += PIECE) {
    yield null;
    const size = Math.min(PIECE, length - at);
    const other = readUpTo(store, b.offset + at, size);
    if (readUpTo(store, a.offset + at, size).some((byte, nth) => byte !== other[nth])) return false;
  }
  return true;
}

/**
 * An item with two entries: one of the two has to go. The last duplicate comes first, since removing an entry moves only the
 * entries after it.
 */
function* planDuplicates(state: RepairState, index: ItemIndex): Planning {
  for (const finding of state.with("metadata-duplicate").toReversed()) {
    const second = index.of(finding);
    if (second === null) continue;
    const first = index.first(second);
    const same = yield* sameBytes(state, first, second);
    const name = itemName(second);
    const start = ({ offset, values }: MetadataItem) =>
      offset === null ? "" : hexText(readUpTo(state.store, offset, Math.min(SHOWN, values.length)));
    const remove = (gone: MetadataItem, kept: MetadataItem): Draft => ({
      ...editDraft(
        state,
        {
          id: `metadata-remove/${gone.index}`,
          title: `Keep entry ${kept.index} of ${name} and remove entry ${gone.index}`,
          evidence: [
            same
              ? "Both entries point to the same value."
              : `Entry ${kept.index} points to the bytes ${start(kept)}, entry ${gone.index} to ${start(gone)}.`,
          ],
          loss: same ? null : `No entry points to the other value of ${name} any more.`,
        },
        (edit) => edit.remove(gone.index),
      ),
      alone: gone === second,
    });
    yield fault(
      `metadata-duplicate/${second.index}`,
      [finding],
      [remove(second, first), remove(first, second)],
      { name: "metadata-duplicates" },
    );
  }
}

/** Bytes of a value shown at most. */
const SHOWN = 16;
const hexText = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** Entries with wrong flags, reserved bits that are set, or a length that is too great. */
function* planEntries(state: RepairState, index: ItemIndex): Planning {
  const { items } = index;
  const reserved = state.with("metadata-reserved", "metadata-item-reserved", "file-parameters-reserved");
  if (reserved.length > 0) {
    const about = {
      id: "metadata-reserved",
      title: "Clear the reserved bits of the metadata",
      evidence: ["MS-VHDX reserves these bits: they must be zero."],
      loss: null,
    };
    yield fault("metadata-reserved", reserved, [
      editDraft(state, about, (edit) => {
        edit.setHead({ reserved: 0, reserved2: new Uint8Array(metadataTableHeader.fields.reserved2.length) });
        for (const item of items) edit.setEntry(item.index, { reservedFlags: 0, reserved2: 0 });
        if (items.some(({ known, bytes }) => known?.guid === FILE_PARAMETERS.guid && bytes !== null))
          edit.setItem(FILE_PARAMETERS, fileParameters, { reserved: 0 });
      }),
    ]);
  }
  for (const finding of state.with("metadata-item-flags", "metadata-item-long")) {
    const item = index.of(finding);
    const known = item?.known;
    if (item === null || known == null || finding.severity !== "warning") continue;
    const length = finding.code === "metadata-item-long" ? known.struct?.size : undefined;
    const values =
      length === undefined
        ? {
            isVirtualDisk: known.isVirtualDisk ? 1 : 0,
            isRequired: known.isRequired ? 1 : item.values.isRequired,
          }
        : { length };
    const about = {
      id: `${finding.code}/${item.index}`,
      title:
        length === undefined
          ? `Set the flags of ${known.name} to those of MS-VHDX`
          : `Set the length of ${known.name} to ${length} bytes`,
      evidence: ["MS-VHDX defines flags and length of each item; the value itself stays as it is."],
      loss: null,
    };
    const draft = editDraft(state, about, (edit) => edit.setEntry(item.index, values));
    yield fault(about.id, [finding], [{ ...draft, alone: true }], { name: "metadata-entries" });
  }
}

/** Items that a reader must know but does not, and items that nobody can read. */
function* planUnknown(state: RepairState, index: ItemIndex): Planning {
  const found = state.with(
    "metadata-unknown-required",
    "metadata-incomplete-file",
    "metadata-item-range",
    "metadata-item-overlap",
    "metadata-unknown-range",
    "metadata-unknown-overlap",
    "metadata-user-required",
  );
  // One fix covers everything that is wrong with an item.
  const byItem = new Map<MetadataItem, Finding[]>();
  for (const finding of found) {
    const item = index.of(finding);
    if (item !== null) byItem.set(item, [...(byItem.get(item) ?? []), finding]);
  }
  for (const [item, about] of byItem) {
    const incomplete = item.known?.guid === INCOMPLETE_FILE.guid;
    if (item.known !== null && !incomplete) continue;
    const name = itemName(item);
    const optional = editDraft(
      state,
      {
        id: `metadata-optional/${item.index}`,
        title: `Mark the unknown ${name} as not required`,
        evidence: ["All items that MS-VHDX defines can be read without it. The item's value is left alone."],
        loss: "The item is marked as required: a reader that does not know the item must not read the disk. What the item means for the data is unknown.",
      },
      (edit) => edit.setEntry(item.index, { isRequired: 0 }),
    );
    const remove = editDraft(
      state,
      {
        id: `metadata-remove/${item.index}`,
        title: `Remove ${name} from the metadata`,
        evidence: [
          incomplete
            ? "All required items are there."
            : "Its bytes stay where they are; no entry points to them any more.",
        ],
        loss: incomplete
          ? "The program that wrote the file marked it as unfinished: parts of the disk may never have been written."
          : `No entry points to the value of ${name} any more.`,
      },
      (edit) => edit.remove(item.index),
    );
    const alone = about.every(({ code }) => code === "metadata-unknown-required");
    yield fault(`metadata-unknown/${item.index}`, about, alone ? [optional, remove] : [remove]);
  }
}

/** A parent locator on a disk that is not marked as having a parent. */
function* planLocator(state: RepairState): Planning {
  const found = state.with("parent-locator-unexpected");
  const locator = state.structures.metadata?.items.find(({ known }) => known?.guid === PARENT_LOCATOR.guid);
  if (found.length === 0 || locator === undefined) return;
  const partial = surveyBat(state)?.partial === true;
  const mark = editDraft(
    state,
    {
      id: "metadata-has-parent",
      title: "Mark the disk as having a parent",
      evidence: [
        partial
          ? "The BAT has partially present blocks, whose rest is in a parent."
          : "There is a parent locator, but the BAT has no partially present block.",
      ],
      loss: "Blocks that the file does not hold are read from the parent, and no longer as zeros.",
    },
    (edit) => edit.setItem(FILE_PARAMETERS, fileParameters, { hasParent: 1 }),
  );
  const remove = editDraft(
    state,
    {
      id: `metadata-remove/${locator.index}`,
      title: "Remove the parent locator from the metadata",
      evidence: [
        partial
          ? "The disk is not marked as having a parent."
          : "The disk is not marked as having a parent, and the BAT has no partially present block.",
      ],
      loss: "The name of the parent disk is no longer known.",
    },
    (edit) => edit.remove(locator.index),
  );
  yield fault("metadata-locator", found, partial ? [mark, remove] : [remove, mark]);
}

/** A metadata table without its signature, recognised by its entries. */
function* planSignature(state: RepairState): Planning {
  const found = state.with("metadata-table-invalid", "metadata-count");
  const region = state.structures.regions.metadata;
  if (found.length === 0 || region === null) return;
  const bytes = new Uint8Array(64 * metadataTableEntry.size);
  bytes.set(readUpTo(state.store, region.offset, bytes.length));
  let known = 0;
  const first = metadataTableHeader.size;
  while (
    first + (known + 1) * metadataTableEntry.size <= bytes.length &&
    knownItem(decode(metadataTableEntry, bytes, first + known * metadataTableEntry.size).itemId) !== null
  )
    known += 1;
  const { signature, entryCount } = decode(metadataTableHeader, bytes);
  const counted = entryCount >= known && entryCount <= 2047;
  if (known < 3 || (signature === METADATA_SIGNATURE && counted)) return;
  const about = {
    id: "metadata-signature",
    title: "Restore the header of the metadata table",
    evidence: [
      `After the header come ${countText(known, "entry", "entries")} of items that MS-VHDX defines, one after the other.`,
    ],
    loss: counted ? null : "Entries after those are no longer counted.",
  };
  const head = { signature: METADATA_SIGNATURE, ...(counted ? {} : { entryCount: known }) };
  yield fault("metadata-signature", found, [editDraft(state, about, (edit) => edit.setHead(head))]);
}

/** All faults of the metadata, each planned by itself. */
function* planParts(state: RepairState): Planning {
  yield* planSignature(state);
  const index = new ItemIndex(state);
  yield* planDuplicates(state, index);
  yield* planFacts(state);
  yield* planUnknown(state, index);
  yield* planEntries(state, index);
  yield* planLocator(state);
}

/** Faults of the metadata, MS-VHDX 2.6. Where a single byte explains them, that comes first, and the other fixes after it. */
export function* planMetadata(state: RepairState): Planning {
  if (state.headers.active === null || state.structures.regions.metadata === null) return;
  const byte = yield* explainByOneByte(state);
  if (byte === null) {
    yield* planParts(state);
    return;
  }
  const explained = new Set(byte.findings);
  const drafts = new Map(byte.drafts.map((draft) => [draft.id, draft]));
  for (const each of planParts(state)) {
    if (each === null || !each.findings.some((finding) => explained.has(finding))) yield each;
    else for (const fix of each.fixes) if (!drafts.has(fix.id)) drafts.set(fix.id, fix);
  }
  yield fault("metadata-byte", byte.findings, [...drafts.values()]);
}

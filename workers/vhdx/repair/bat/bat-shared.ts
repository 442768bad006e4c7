import type { Finding } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { offsetText } from "../../../shared/text.ts";
import type { Bat } from "../../bat/bat.ts";
import { ZERO } from "../../../shared/bat-states.ts";
import { stateOf } from "../../bat/bat-bits.ts";
import { entryDraft, entryPlace, placeSaid } from "./bat-entries.ts";
import { contentWords, homeSector } from "./content.ts";
import { cutOffBesides } from "./bat-homeless.ts";
import { type Draft, fault, hopelessFault, type PlannedFault, type Planning } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { isStored } from "./room.ts";

/** Bytes copied at once. */
const PIECE = 4 * MIB;

/** Gives one of two blocks its own copy of what it reads as now. */
function copyDraft(state: RepairState, bat: Bat, index: number, other: number): Draft {
  const { geometry } = bat;
  const { block } = geometry.entryAt(index);
  const from = placeSaid(bat, index);
  const kept = stateOf(bat.halves(index).low);
  return {
    id: `bat-entry-copy/${index}`,
    title: `Give block ${block} a copy of its own`,
    evidence: [
      `Both blocks read as before: block ${block} from a copy at the end of the file, block ${geometry.entryAt(other).block} from ${offsetText(placeSaid(bat, other))}.`,
      "One of the two blocks has the other's contents; only the contents can tell which one.",
    ],
    loss: null,
    place: entryPlace(bat, index),
    entries: [index],
    apply: (target) => {
      const to = target.append(geometry.blockSize);
      const length = Math.max(0, Math.min(geometry.blockSize, state.store.size - from));
      for (let done = 0; done < length; done += PIECE) {
        const bytes = new Uint8Array(Math.min(PIECE, length - done));
        target.store.read(from + done, bytes);
        target.write(to + done, bytes);
      }
      // The copy is written before the entry that names it.
      target.flush();
      target.setEntries(bat, [[index, { state: kept, offset: to }]]);
    },
  };
}

/** One of two blocks keeps the place; the other reads as zeros. */
function keepDraft(state: RepairState, bat: Bat, kept: number, gone: number): Draft {
  const { geometry } = bat;
  const [stays, goes] = [geometry.entryAt(kept).block, geometry.entryAt(gone).block];
  const offset = placeSaid(bat, kept);
  const home = homeSector(state, offset);
  const atHome = home === 1n ? ["A disk's partition table is stored there, which belongs in block 0."] : [];
  return entryDraft(
    bat,
    gone,
    { state: ZERO, offset: 0 },
    {
      id: `bat-entry-keep/${kept}/${gone}`,
      title: `Keep block ${stays} and let block ${goes} read as zeros`,
      evidence: [`Stored at ${offsetText(offset)}: ${contentWords(state, offset)}.`, ...atHome],
      loss: `If the bytes are block ${goes}'s, they are lost.`,
    },
  );
}

/** Clears the place in the entry of a block without storage. The place holds nothing that could be read. @param user as words */
function anchorDraft(bat: Bat, anchor: number, user: string): Draft {
  const { block } = bat.geometry.entryAt(anchor);
  return entryDraft(
    bat,
    anchor,
    { state: stateOf(bat.halves(anchor).low), offset: 0 },
    {
      id: `bat-entry-anchor/${anchor}`,
      title: `Clear the former place of block ${block}`,
      evidence: [
        `Block ${block} has no storage, but its entry still names ${offsetText(placeSaid(bat, anchor))}, which is in use by ${user}.`,
      ],
      loss: null,
    },
  );
}

/** The one of two entries that only keeps its former place; undefined where both have storage. */
const anchorOf = (bat: Bat, first: number, second: number) =>
  [first, second].find((index) => bat.geometry.entryAt(index).kind === "payload" && !isStored(bat, index));

function sharedDrafts(state: RepairState, bat: Bat, first: number, second: number): readonly Draft[] {
  const payload = (index: number) => bat.geometry.entryAt(index).kind === "payload";
  const anchor = anchorOf(bat, first, second);
  if (anchor !== undefined) return [anchorDraft(bat, anchor, `entry ${anchor === first ? second : first}`)];
  if (payload(first) && payload(second)) {
    return [
      copyDraft(state, bat, second, first),
      keepDraft(state, bat, first, second),
      keepDraft(state, bat, second, first),
    ];
  }
  if (payload(second)) return [copyDraft(state, bat, second, first)];
  return payload(first) ? [copyDraft(state, bat, first, second)] : [];
}

/** Two blocks in one place, or that overlap; null where no fix applies, or they no longer do. */
function planPair(
  state: RepairState,
  bat: Bat,
  finding: Finding,
  [first, second]: readonly [number, number],
): PlannedFault | null {
  const id = `bat-shared/${first}/${second}`;
  // A copy would be put where the block that is cut off should go on, and be read as its rest.
  if (anchorOf(bat, first, second) === undefined && cutOffBesides(state) > 0) {
    const why =
      "The end of the file cuts off a block, which has to be repaired first: then one of these two can get a copy of its own.";
    return hopelessFault(id, [finding], why);
  }
  const drafts = sharedDrafts(state, bat, first, second);
  if (drafts.length === 0) return null;
  const start = placeSaid(bat, second) / MIB;
  const room = { start, end: start + bat.geometry.blockSize / MIB };
  return fault(id, [finding], drafts, {
    name: "bat",
    needs: { entries: [first, second], room: [room] },
    again: (later) =>
      later.claims?.collide(first, second) === true ? planPair(later, bat, finding, [first, second]) : null,
  });
}

/** Blocks in one place, or that overlap, and places that a block without storage keeps although another block has them. */
export function* planShared(state: RepairState, bat: Bat): Planning {
  for (const finding of state.with("bat-duplicate-offset", "bat-overlap", "bat-anchor-taken")) {
    const { batIndex: first, other: second } = finding;
    if (first !== undefined && second !== undefined) yield planPair(state, bat, finding, [first, second]);
  }
}

/** A former place that a block without storage keeps over one of the file's structures; null where it was cleared. */
function planAnchor(bat: Bat, finding: Finding, index: number): PlannedFault | null {
  if (isStored(bat, index) || placeSaid(bat, index) === 0) return null;
  return fault(`bat-anchor/${index}`, [finding], [anchorDraft(bat, index, "the file's own structures")], {
    name: "bat",
    needs: { entries: [index], room: [] },
    again: () => planAnchor(bat, finding, index),
  });
}

/** Former places over the headers, the log or a region. */
export function* planAnchors(state: RepairState, bat: Bat): Planning {
  for (const finding of state.with("bat-anchor-in-structure")) {
    const { batIndex: index } = finding;
    if (index !== undefined) yield planAnchor(bat, finding, index);
  }
}

import { NIL_GUID } from "../../../shared/guid.ts";
import { encode } from "../../../bytes/struct.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { header, HEADER_SIGNATURE } from "../../structs/header.ts";
import { type FoundLog, findLog, wholeLogs } from "../log/find-log.ts";
import { effectOf, type LogEffect } from "../log/log-effect.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

const IDENTITY =
  "The disk gets a new DataWriteGuid. Checkpoints and other disks made from this disk name the old one, and no longer accept this disk as their parent. A disk that has none loses nothing by it.";

/** Logs of one ring whose effect is worked out, and that are offered: the ring of 1 MiB that QEMU makes holds 128. */
const MOST_LOGS = 128;

/** New headers over the log in a place. @param logGuid of the log to replay; the nil GUID for an empty log */
function headersDraft(
  { place, evidence, fresh }: FoundLog,
  logGuid: string,
  {
    title,
    about,
    loss,
  }: { readonly title: string; readonly about: readonly string[]; readonly loss: string },
): Draft {
  return {
    id: logGuid === NIL_GUID ? "headers-new" : `headers-new/${logGuid}`,
    title,
    evidence: [
      evidence,
      `The log gets ${sizeText(place.length)} at ${offsetText(place.offset)}; version 1 is the only one that is defined, and sequence numbers may start anywhere.`,
      ...about,
    ],
    loss,
    place: { offset: HEADER_OFFSETS[0], length: header.fields.reserved.offset },
    apply: (target) => {
      if (fresh) target.growTo(place.offset + place.length);
      const guids = { fileWriteGuid: target.newGuid(), dataWriteGuid: target.newGuid(), logGuid };
      const log = { logOffset: BigInt(place.offset), logLength: place.length };
      for (const [index, offset] of HEADER_OFFSETS.entries()) {
        const values = {
          signature: HEADER_SIGNATURE,
          sequenceNumber: BigInt(index),
          version: 1,
          ...guids,
          ...log,
        };
        target.store.write(offset, encode(header, values));
        // One header is whole before the other is written.
        target.store.flush();
      }
    },
  };
}

const entriesOf = ({ log }: LogEffect) => countText(log.active.length, "whole entry", "whole entries");

/** Headers that name a log which is to be replayed. */
function replayDraft(found: FoundLog, effect: LogEffect): Draft {
  const { log, changes, takes, proof } = effect;
  const head = log.active.at(-1);
  const unknown =
    "If the log was applied before the headers were lost, its replay undoes what was written to the file since.";
  return headersDraft(found, log.guid, {
    title: `Rebuild both headers, with the log ${log.guid} to be replayed`,
    about: [
      `This log has ${entriesOf(effect)}; the newest is at ${offsetText(found.place.offset + (head?.offset ?? 0))}. A replay would change this:`,
      ...changes,
      ...(proof ?? []),
    ],
    loss: [
      IDENTITY,
      ...(proof === null ? [unknown] : []),
      ...(takes === null ? [] : [`A replay takes ${takes} from the disk.`]),
    ].join(" "),
  });
}

/** Words on the logs, for the headers without any. @param effects of all logs that may be replayed */
function aboutLogs(logs: number, effects: readonly LogEffect[]): readonly string[] {
  if (logs === 0) return ["No whole sequence of log entries is left, so there is nothing to replay."];
  const [many, they] = logs === 1 ? ["One log is", "it"] : [`${logs} logs are`, "they"];
  if (effects.length === logs && effects.every(({ inPlace }) => inPlace)) {
    const verbs = logs === 1 ? ["writes", "was"] : ["write", "were"];
    return [
      `${many} whole. The file already holds everything that ${they} ${verbs[0]}, so ${they} ${verbs[1]} applied.`,
    ];
  }
  if (effects.length === 0) return [`${many} whole, but would write where no log may.`];
  if (logs === 1) {
    return [
      "One log is whole, and the file does not hold what it writes. Either it was never applied, or the file was changed since: nothing in the file shows which.",
    ];
  }
  return [
    `${many} whole. Which of them the headers named is not known: sequence numbers of different logs can't be compared, and QEMU starts a new log for each write.`,
  ];
}

/**
 * Rebuilds both headers from region tables and log. With an empty log the disk reads as the file stands. A log is recommended
 * only where its content shows that it is newer than the file: to replay one that was applied long ago loses what was written
 * since.
 */
export function* newHeaderDrafts(state: RepairState): Search<readonly Draft[]> {
  const found = yield* findLog(state);
  const logs = found.fresh ? [] : yield* wholeLogs(state, found.place);
  const effects: LogEffect[] = [];
  for (const log of logs.slice(0, MOST_LOGS)) {
    const effect = yield* effectOf(state, log, logs.length === 1);
    if (effect !== null) effects.push(effect);
  }
  const open = effects.filter(({ inPlace }) => !inPlace);
  const proven = open.find(({ proof }) => proof !== null);
  const doubt = open.length === 0 ? "" : " If a log was never applied, the changes in it are lost.";
  const empty = headersDraft(found, NIL_GUID, {
    title: "Rebuild both headers, with an empty log",
    about:
      proven === undefined
        ? aboutLogs(Math.min(logs.length, MOST_LOGS), effects)
        : [`The log has ${entriesOf(proven)} that were never applied.`],
    loss: proven === undefined ? `${IDENTITY}${doubt}` : `${IDENTITY} The changes in the log are lost.`,
  });
  if (proven !== undefined) return [replayDraft(found, proven), empty];
  // First those that take nothing from the disk.
  const replays = open
    .toSorted((a, b) => Number(a.takes !== null) - Number(b.takes !== null))
    .map((effect) => replayDraft(found, effect));
  return [empty, ...replays];
}

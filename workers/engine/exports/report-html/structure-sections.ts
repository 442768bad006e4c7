import type { Report, ReportDescriptor, ReportLogEntry, ReportRegionTable } from "../../../api/index.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { BITMAP_STATES, PAYLOAD_STATES } from "../../../shared/bat-states.ts";
import { lostSentence, zeroedLines } from "../../report/lost-words.ts";
import { zeroedRunLines } from "../../report/zeroed-words.ts";
import { html, NOTHING, type Content, type Markup } from "./markup.ts";
import { bytesText, facts, list, mono, offsetWords } from "./tables.ts";

/** Descriptors named for each log entry; the JSON report has more. */
const SHOWN_DESCRIPTORS = 12;

const yesNo = (value: boolean) => (value ? "yes" : "no");

function checksum(stored: string, computed: string, valid: boolean): Content {
  const verdict = stored === computed ? "matches" : `computed ${computed}`;
  return [mono(stored), ` ${verdict}${valid ? "" : ", not valid"}`];
}

export function headersSection({ headers }: Report): Markup {
  return html`<h2>Headers</h2>
    ${
      headers.length === 0
        ? html`<p class="muted">None.</p>`
        : headers.map(
            (header) =>
              html`<h3>
                  Header
                  ${header.copy}${header.active ? " – active" : ""}${header.valid ? "" : " – not valid"}
                </h3>
                ${facts([
                  ["Offset", mono(offsetWords(header.offset))],
                  ["Checksum", checksum(header.checksum, header.computedChecksum, header.valid)],
                  ["SequenceNumber", mono(header.sequenceNumber)],
                  ["FileWriteGuid", mono(header.fileWriteGuid)],
                  ["DataWriteGuid", mono(header.dataWriteGuid)],
                  ["LogGuid", mono(header.logGuid)],
                  ["Version, LogVersion", `${header.version}, ${header.logVersion}`],
                  ["Log", [sizeText(header.logLength), " at ", mono(offsetWords(header.logOffset))]],
                ])}`,
          )
    }`;
}

function regionTable(table: ReportRegionTable): Markup {
  const state = `${table.active ? " – used" : ""}${table.valid ? "" : " – not valid"}`;
  return html`<h3>Region table ${table.copy}${state}</h3>
    <p>
      ${countText(table.entryCount, "entry", "entries")} at ${mono(offsetWords(table.offset))}, checksum
      ${checksum(table.checksum, table.computedChecksum, table.valid)}
    </p>
    ${list(
      table.entries,
      [
        { title: "Region", cell: ({ name }) => name },
        { title: "GUID", cell: ({ guid }) => mono(guid) },
        { title: "Offset", cell: ({ offset }) => mono(offsetWords(offset)), kind: "number" },
        { title: "Length", cell: ({ length }) => bytesText(length), kind: "number" },
        { title: "Required", cell: ({ required }) => yesNo(required) },
      ],
      { empty: "No entries." },
    )}`;
}

export function regionsSection({ regionTables }: Report): Markup {
  return html`<h2>Region tables</h2>
    ${regionTables.length === 0 ? html`<p class="muted">None.</p>` : regionTables.map(regionTable)}`;
}

export function metadataSection({ metadata }: Report): Markup {
  return html`<h2>Metadata</h2>
    ${list(
      metadata,
      [
        {
          title: "Item",
          cell: ({ name, guid }) => [name, html`<br /><span class="muted">${mono(guid)}</span>`],
        },
        { title: "Value", cell: ({ value }) => (value === null ? "–" : html`<bdi>${value}</bdi>`) },
        { title: "Offset", cell: ({ offset }) => mono(offsetWords(offset)), kind: "number" },
        { title: "Bytes", cell: ({ length }) => length, kind: "number" },
        {
          title: "Flags",
          cell: ({ isUser, isVirtualDisk, isRequired }) =>
            [
              isUser ? "user" : "system",
              isVirtualDisk ? "disk" : "file",
              isRequired ? "required" : "optional",
            ].join(", "),
        },
      ],
      { empty: "No items." },
    )}`;
}

/** The specification's name for a key of `byState`: "payload-6". */
function stateName(key: string): string {
  const [kind, state] = key.split("-");
  return (kind === "bitmap" ? BITMAP_STATES : PAYLOAD_STATES)[Number(state)] ?? "";
}

/** Runs of the virtual disk that can't be read; nothing where all can. */
function unreadableList({ unreadable, image }: Report): Markup {
  const { bytes, ranges } = unreadable;
  if (bytes === 0) return NOTHING;
  return html`<p>${lostSentence(unreadable, image.virtualSize ?? 0)}</p>
    <ul>
      ${zeroedLines(ranges).map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

/** What exports could not read of the files; nothing where they could read all. */
export function zeroedSection({ zeroed }: Report): Markup {
  const { bytes, ranges } = zeroed;
  if (bytes === 0) return NOTHING;
  return html`<h2>What could not be read</h2>
    <p>${sizeText(bytes)} of the files could not be read and are zeros in what was exported.</p>
    <ul>
      ${zeroedRunLines(ranges).map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

export function batSection(report: Report): Markup {
  const { bat } = report;
  return html`<h2>Block allocation table</h2>
    <p>${countText(bat.entries, "entry", "entries")}.</p>
    <div class="narrow">
      ${list(
        Object.entries(bat.byState),
        [
          { title: "Kind and state", cell: ([state]) => mono(state) },
          { title: "Name", cell: ([state]) => mono(stateName(state)) },
          { title: "Entries", cell: ([, count]) => count.toLocaleString("en-US"), kind: "number" },
        ],
        { empty: "" },
      )}
    </div>
    ${unreadableList(report)}`;
}

function descriptorLine({ kind, fileOffset, length, target }: ReportDescriptor): Markup {
  return html`<li>
    ${kind === "zero" ? "zeros: " : ""}${target}, ${sizeText(length)} at ${mono(offsetWords(fileOffset))}
  </li>`;
}

function descriptorList({ descriptors, descriptorCount }: ReportLogEntry): Markup {
  const shown = descriptors.slice(0, SHOWN_DESCRIPTORS);
  const more = descriptorCount - shown.length;
  return html`<ul class="plain">
    ${shown.map(descriptorLine)}
    ${more > 0 ? html`<li class="muted">and ${countText(more, "more")}</li>` : NOTHING}
  </ul>`;
}

export function logSection({ log }: Report): Markup {
  const active = log.active.length;
  return html`<h2>Log</h2>
    ${facts([
      ["LogGuid", mono(log.guid)],
      ["Place", [sizeText(log.length), " at ", mono(offsetWords(log.offset))]],
      [
        "Active sequence",
        active === 0
          ? "none"
          : [
              countText(active, "entry", "entries"),
              ": ",
              mono(`${log.active[0] ?? ""} … ${log.active.at(-1) ?? ""}`),
            ],
      ],
      ["File size after a full replay", log.sizeAfterReplay === null ? null : `${log.sizeAfterReplay} bytes`],
    ])}
    ${list(
      log.entries,
      [
        { title: "In the log at", cell: ({ offset }) => mono(offsetWords(offset)), kind: "number" },
        { title: "Sequence number", cell: ({ sequenceNumber }) => mono(sequenceNumber), kind: "nowrap" },
        {
          title: "State",
          cell: ({ state, reason }) => [state, html`<br /><span class="muted">${reason}</span>`],
        },
        { title: "Writes", cell: descriptorList },
      ],
      { empty: "The log holds no entries." },
    )}`;
}

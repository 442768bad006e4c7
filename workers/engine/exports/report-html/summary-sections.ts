import type { Finding, FindingCatalogue, Outcome, Report, ReportCause } from "../../../api/index.ts";
import { html, NOTHING, type Content, type Markup } from "./markup.ts";
import { bytesText, DASH, facts, list, mono, offsetWords } from "./tables.ts";

/** How each outcome is shown: a sign, and the class that gives it a colour. */
const OUTCOMES: Readonly<Record<Outcome, readonly [sign: string, look: string]>> = {
  opens: ["✓", "ok"],
  "needs-replay": ["↻", "replay"],
  "needs-parent": ["↗", "replay"],
  damaged: ["✕", "invalid"],
  unreadable: ["✕", "invalid"],
  "not-vhdx": ["✕", "invalid"],
};

function layerWords({ layer, replayedEntries, log }: Report): string {
  if (layer === "original") return "Original: the bytes on disk";
  if (layer === "edited") return "Edited: with the changes made in Platter";
  const all = log.active.length;
  return replayedEntries === null || replayedEntries === all
    ? `Replayed: with the log applied (${all} of ${all} entries)`
    : `Replayed in part: only the first ${replayedEntries} of ${all} log entries are applied`;
}

/** A heading: the file's name, unless the report is of bytes that no file has. */
export const titleOf = ({ layer, source }: Report): string =>
  layer === "edited" ? "Pending changes, not saved" : source.name;

/** What happened to the file, as the end of a sentence. */
export const writtenWords = ({ layer }: Report): string =>
  layer === "edited"
    ? "the changes above are not in any file, and the file that they start from was not written."
    : "the image was not written.";

export function head(report: Report): Markup {
  const [sign, look] = OUTCOMES[report.outcome];
  return html`<h1><bdi>${titleOf(report)}</bdi></h1>
    <p><bdi>${report.subject}</bdi></p>
    <p class="muted">Report of ${report.tool.name} ${report.tool.version}, ${report.generatedAt}</p>
    <div class="verdict ${look}">
      <p><span class="mark" aria-hidden="true">${sign}</span> ${report.verdict}</p>
    </div>
    ${
      report.warning === null
        ? NOTHING
        : html`<div class="notice warning"><span class="mark">Warning.</span> ${report.warning}</div>`
    }
    ${
      report.scan === "partial"
        ? html`<div class="notice warning">
            <span class="mark">Not checked in full.</span> The report was made before the whole file was
            checked.
          </div>`
        : NOTHING
    }`;
}

function digest(name: string, value: string | null): readonly [string, Content | null] {
  return [name, value === null ? null : mono(value)];
}

export function sourceSection(report: Report): Markup {
  const { source, digests, io } = report;
  const before = digests.source.sha256;
  const after = digests.sourceAtEnd.sha256;
  const same = before !== null && after !== null && before === after;
  return html`<h2>${report.layer === "edited" ? "File that the changes start from" : "File"}</h2>
    ${facts([
      ["Name", html`<bdi>${source.name}</bdi>`],
      ["Size", bytesText(source.size)],
      ["Last modified", source.lastModified],
      [report.layer === "edited" ? "Outcome with the changes" : "Outcome", report.outcome],
      ["Layer in this report", layerWords(report)],
      ["Read while inspecting", `${io.reads} reads, ${bytesText(io.bytesRead)}`],
    ])}
    <h3>Digests</h3>
    ${
      before === null && digests.virtualDisk.sparseSha256 === null
        ? html`<p class="muted">Not computed.</p>`
        : facts([
            ["Computed", digests.computedAt],
            digest("File, SHA-256", before),
            digest("File, SHA-1", digests.source.sha1),
            digest("File, MD5", digests.source.md5),
            [
              "File, SHA-256 once more at the end",
              after === null ? null : [mono(after), same ? " – unchanged" : " – THE FILE CHANGED MEANWHILE"],
            ],
            digest("Layer's file, SHA-256", digests.layerFile.sha256),
            digest("Virtual disk, SHA-256", digests.virtualDisk.sha256),
            digest("Virtual disk, sparse SHA-256", digests.virtualDisk.sparseSha256),
          ])
    }`;
}

export function imageSection({ image }: Report): Markup {
  const bytes = (value: number | null) => (value === null ? null : bytesText(value));
  return html`<h2>Image</h2>
    ${facts([
      ["Type", image.type],
      ["Virtual size", bytes(image.virtualSize)],
      ["Block size", bytes(image.blockSize)],
      ["Logical sector size", image.logicalSectorSize],
      ["Physical sector size", image.physicalSectorSize],
      ["Creator", image.creator === null ? null : html`<bdi>${image.creator}</bdi>`],
      ["Virtual disk ID", mono(image.diskId)],
      ["DataWriteGuid", mono(image.dataWriteGuid)],
      ["FileWriteGuid", mono(image.fileWriteGuid)],
    ])}
    ${
      image.parent === null
        ? NOTHING
        : html`<h3>Parent</h3>
            ${facts(Object.entries(image.parent).map(([key, value]) => [key, html`<bdi>${value}</bdi>`]))}`
    }`;
}

/** What was recognised on the virtual disk. */
export function insideSection({ inside, files }: Report): Markup {
  if (inside === null) return NOTHING;
  return html`<h2>Inside the virtual disk</h2>
    <p>${inside.words}</p>
    ${
      inside.volumes.length === 0
        ? NOTHING
        : list(
            inside.volumes,
            [
              {
                title: "Partition",
                cell: ({ partition, purpose }) =>
                  partition === null ? "whole disk" : `${partition}, ${purpose ?? DASH}`,
              },
              { title: "Offset", cell: ({ offset }) => mono(offsetWords(String(offset))), kind: "number" },
              { title: "Size", cell: ({ length }) => bytesText(length), kind: "number" },
              { title: "Holds", cell: ({ words }) => words },
              { title: "Label", cell: ({ label }) => (label === null ? DASH : html`<bdi>${label}</bdi>`) },
            ],
            { empty: "" },
          )
    }
    <p class="muted">
      Recognised by partition tables and first bytes${files.length === 0 ? "; files were not read" : ""}.
    </p>`;
}

/** File systems that were opened, and what damage hits in them. */
export function filesSection({ files }: Report): Markup {
  if (files.length === 0) return NOTHING;
  const parts = files.map(
    ({ volume, words, problems, damage }) =>
      html`<h3><bdi>${volume}</bdi></h3>
        <p>${words}</p>
        ${
          problems.length === 0
            ? NOTHING
            : list(problems, [{ title: "Problem", cell: ({ message }) => message }], { empty: "" })
        }
        ${
          damage === null
            ? html`<p class="muted">Whether files lie in damaged parts of the disk was not looked at.</p>`
            : html`<p>${damage.words}</p>
                ${
                  damage.files.length === 0
                    ? NOTHING
                    : list(
                        damage.files,
                        [
                          { title: "File", cell: ({ path }) => html`<bdi>${path}</bdi>` },
                          { title: "Damaged", cell: ({ damaged }) => bytesText(damaged), kind: "number" },
                          { title: "Because", cell: ({ kinds }) => kinds.join(", ") },
                        ],
                        { empty: "" },
                      )
                }`
        }`,
  );
  return html`<h2>Files</h2>
    ${parts}`;
}

/** The pending changes, each with what it loses. */
export function editsSection({ edits }: Report): Markup {
  if (edits === null) return NOTHING;
  const { zeros } = edits;
  return html`<h2>Changes</h2>
    ${list(
      edits.changes,
      [
        { title: "Change", cell: ({ sentence }) => html`<bdi>${sentence}</bdi>` },
        { title: "Loses", cell: ({ loss }) => loss ?? DASH },
      ],
      { empty: "" },
    )}
    ${facts([
      ["Size of the file with them", bytesText(edits.fileSize)],
      ["Reads as zeros since", zeros.bytes === 0 ? null : bytesText(zeros.bytes)],
    ])}
    ${
      zeros.ranges.length === 0
        ? NOTHING
        : list(
            zeros.ranges,
            [
              { title: "From byte", cell: ({ offset }) => mono(offsetWords(String(offset))), kind: "number" },
              { title: "Bytes", cell: ({ length }) => bytesText(length), kind: "number" },
            ],
            { empty: "" },
          )
    }`;
}

/** What each kind of finding means, once. */
function rulesSection(rules: FindingCatalogue): Markup {
  const entries = Object.entries(rules);
  if (entries.length === 0) return NOTHING;
  return html`<h3>What they mean</h3>
    ${entries.map(
      ([code, { what, means, hyperV, qemu, fix }]) =>
        html`<h4 class="mono">${code}</h4>
          ${facts([
            ["Rule", what],
            ["For the data", means],
            ["Hyper-V", hyperV],
            ["QEMU", qemu],
            ["Fix", fix],
          ])}`,
    )}`;
}

/** The files that the disk is read through; nothing for a disk without a parent. */
export function chainSection({ chain, missingParent }: Report): Markup {
  if (chain.length === 0) return NOTHING;
  return html`<section>
    <h2>Chain</h2>
    ${list(
      chain,
      [
        { title: "Link", cell: ({ link }) => String(link), kind: "number" },
        { title: "File", cell: ({ name }) => html`<bdi>${name}</bdi>` },
        { title: "Size", cell: ({ size }) => bytesText(size), kind: "number" },
        { title: "Type", cell: ({ type }) => type ?? DASH },
        { title: "DataWriteGuid", cell: ({ dataWriteGuid }) => mono(dataWriteGuid), kind: "nowrap" },
        { title: "Named by its child as", cell: ({ match }) => match ?? DASH },
        { title: "Log replayed", cell: ({ replayed }) => (replayed ? "yes" : "no") },
      ],
      { empty: "" },
    )}
    ${
      missingParent === null
        ? NOTHING
        : html`<p>The chain is not whole: <bdi>${missingParent}</bdi> is not open.</p>`
    }
  </section>`;
}

/** The places of a cause that has several, folded away. */
function placesSection({ cause, findings }: Grouped): Markup {
  if (findings.length === 1) return NOTHING;
  return html`<details>
    <summary>${findings.length} places: <span class="mono">${cause}</span></summary>
    ${list(
      findings,
      [
        { title: "Severity", cell: ({ severity }) => severity, kind: "nowrap" },
        {
          title: "What",
          cell: ({ message, code }) => [message, html` <span class="muted mono">${code}</span>`],
        },
        { title: "Where", cell: ({ structure }) => structure, kind: "nowrap" },
        { title: "Offset", cell: ({ offset }) => mono(offsetWords(offset)), kind: "number" },
      ],
      { empty: "" },
    )}
  </details>`;
}

type Grouped = Omit<ReportCause, "findings"> & { readonly findings: readonly Finding[] };

/** A row for each cause; the places of those that have several below. */
export function findingsSection({ findings, causes, rules }: Report): Markup {
  const byId = new Map(findings.map((each) => [each.id, each]));
  const groups = causes.map((cause): Grouped => ({
    ...cause,
    findings: cause.findings.flatMap((id) => byId.get(id) ?? []),
  }));
  const only = (group: Grouped) => (group.findings.length === 1 ? (group.findings[0] ?? null) : null);
  return html`<h2>Findings</h2>
    ${list(
      groups,
      [
        { title: "Severity", cell: ({ severity }) => severity, kind: "nowrap" },
        {
          title: "What",
          cell: ({ message, cause }) => [message, html` <span class="muted mono">${cause}</span>`],
        },
        {
          title: "Where",
          cell: (group) => only(group)?.structure ?? `${group.findings.length} places`,
          kind: "nowrap",
        },
        { title: "Offset", cell: (group) => mono(offsetWords(only(group)?.offset ?? null)), kind: "number" },
        { title: "MS-VHDX", cell: (group) => group.findings[0]?.spec ?? DASH, kind: "nowrap" },
      ],
      { empty: "Nothing was found wrong." },
    )}
    ${groups.map(placesSection)} ${rulesSection(rules)}`;
}

export function bookmarksSection({ bookmarks }: Report): Markup {
  if (bookmarks.length === 0) return NOTHING;
  return html`<h2>Bookmarks</h2>
    ${list(
      bookmarks,
      [
        { title: "Where", cell: ({ space }) => (space === "file" ? "File" : "Virtual disk"), kind: "nowrap" },
        { title: "Offset", cell: ({ offset }) => mono(offsetWords(offset)), kind: "number" },
        { title: "Bytes", cell: ({ length }) => length, kind: "number" },
        { title: "Note", cell: ({ note }) => html`<bdi>${note}</bdi>` },
      ],
      { empty: "" },
    )}`;
}

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleReport } from "../../../testing/engine/sample-report.ts";
import { html, Markup } from "./markup.ts";
import { reportHtml } from "./report-html.ts";

/** The text between the tags, entities resolved. */
function visible(page: string): string {
  const body = page.slice(page.indexOf("<body>"));
  return body.replaceAll(/<[^>]*>/g, "").replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => {
    return { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" }[entity] ?? "";
  });
}

const HOSTILE = `</title></style></script><script>alert(1)</script><img src=x onerror="alert('1')">&amp;`;

describe("the HTML report", () => {
  it("says what the report says", () => {
    const report = sampleReport();
    const text = visible(reportHtml(report));
    const { source, verdict, image, digests, findings, log, headers, metadata, bookmarks } = report;
    const expected = [
      source.name,
      verdict,
      image.diskId,
      digests.source.md5,
      digests.virtualDisk.sparseSha256,
      ...findings.flatMap(({ message, code }) => [message, code]),
      ...headers.flatMap(({ sequenceNumber, fileWriteGuid, logGuid }) => [
        sequenceNumber,
        fileWriteGuid,
        logGuid,
      ]),
      ...metadata.flatMap(({ name, guid, value }) => [name, guid, value]),
      ...log.entries.flatMap(({ sequenceNumber, reason }) => [sequenceNumber, reason]),
      ...bookmarks.map(({ note }) => note),
      ...report.chain.map(({ dataWriteGuid }) => dataWriteGuid),
      "FULLY_PRESENT",
    ];
    for (const each of expected) expect(text).toContain(each);
  });

  it("of pending changes does not speak in the file's name, and says what each change loses", () => {
    const { edits, ...sample } = sampleReport();
    const page = reportHtml({ ...sample, edits, layer: "edited" });
    const text = visible(page);
    expect(page).toContain("<title>Pending changes, not saved – Platter report</title>");
    expect(text).toContain("File that the changes start from");
    expect(text).not.toContain("the image was not written");
    expect(text).toContain("the changes above are not in any file");
    for (const { sentence, loss } of edits?.changes ?? []) {
      expect(text).toContain(sentence);
      expect(text).toContain(loss);
    }
    expect(visible(reportHtml({ ...sample, edits: null, layer: "original" }))).toContain(
      "the image was not written",
    );
  });

  it("says what is inside", () => {
    const report = sampleReport();
    const text = visible(reportHtml(report));
    expect(text).toContain("a GPT with 1 partition: ext4");
    expect(text).not.toContain("files were not read");
    expect(text).toContain("cut-off");
    expect(visible(reportHtml({ ...report, files: [] }))).toContain("files were not read");
  });

  it("runs nothing and asks for nothing", () => {
    const page = reportHtml(sampleReport());
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|url\(|@import|javascript:|\bsrc=|\bhref=/i);
  });

  it("escapes whatever the image says, wherever it stands", () => {
    const report = sampleReport(HOSTILE);
    const page = reportHtml(report);
    const plain = reportHtml(sampleReport("plain"));
    const tags = (text: string) => text.match(/<\/?[a-z][^>]*>/gi) ?? [];
    expect(tags(page)).toEqual(tags(plain));
    expect(visible(page).split(HOSTILE).length).toBe(visible(plain).split("plain").length);
  });

  it("writes out what could hide or reorder text", () => {
    const page = reportHtml(sampleReport("a\u202Egpj.exe\u0000\uFEFF\uD800"));
    expect(page).toContain("a\\u{202e}gpj.exe\\u{0000}\\u{feff}\\u{d800}");
    expect(page).not.toMatch(/[\p{Cf}\p{Cs}]/u);
  });

  it("warns of a partial replay, a partial scan and a layer that must not be trusted", () => {
    const report = sampleReport();
    const text = visible(
      reportHtml({ ...report, replayedEntries: 1, scan: "partial", warning: "Read without its log." }),
    );
    expect(text).toContain(`only the first 1 of ${report.log.active.length} log entries`);
    expect(text).toContain("Not checked in full.");
    expect(text).toContain("Read without its log.");
  });

  it("says whether the file changed while it was hashed", () => {
    const report = sampleReport();
    expect(visible(reportHtml(report))).toContain("unchanged");
    const digests = { ...report.digests, sourceAtEnd: { sha256: "00" } };
    expect(visible(reportHtml({ ...report, digests }))).toContain("THE FILE CHANGED MEANWHILE");
  });

  it("shortens long lists of descriptors and says so", () => {
    const report = sampleReport();
    const [entry] = report.log.entries;
    const many = { ...entry, descriptorCount: 5000 } as (typeof report.log.entries)[number];
    const text = visible(reportHtml({ ...report, log: { ...report.log, entries: [many] } }));
    expect(text).toContain("and 4,999 more");
  });
});

describe("markup", () => {
  it("escapes every value that is not markup", () => {
    const nothing = /[<>"'&](?!amp;|lt;|gt;|quot;|#39;)/;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(nothing);
        expect(html`${[text, [text]]}`.text).not.toMatch(nothing);
      }),
    );
    expect(html`<b>${html`<i>${"<"}</i>`}</b>`).toEqual(new Markup("<b><i>&lt;</i></b>"));
  });
});

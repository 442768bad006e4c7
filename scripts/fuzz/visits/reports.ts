import { makeReport } from "../../../workers/engine/report/report.ts";
import { reportHtml } from "../../../workers/engine/exports/report-html/report-html.ts";
import type { ViewContext } from "../../../workers/engine/views/context.ts";
import { HOSTILE_TEXTS } from "../mutate/values.ts";
import { contextsOf, hold, type Subject, type Visit } from "./visit.ts";

/** What the report is made of, and under which name. */
export function reportOf({ file, random }: Subject, { image, layer }: ViewContext) {
  const { metered } = file;
  return makeReport(
    image,
    layer,
    {
      name: random.chance(0.5) ? random.pick(HOSTILE_TEXTS) : file.name,
      size: file.image.store.size,
      lastModified: 0,
      io: { reads: metered.reads, bytesRead: metered.bytesRead },
      version: "0",
      files: [],
      zeroed: [],
      changes: null,
      now: new Date(0),
    },
    { digests: null, bookmarks: [] },
  );
}

/** Controls, format characters and halves of surrogate pairs, except line ends of the report's own text. */
const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;
/** The elements that the report is made of, and no others. */
const ELEMENT =
  /^<(?:!doctype html|\/?(?:html|head|meta|title|style|body|header|main|section|details|summary|footer|h[1-4]|p|div|span|bdi|br|code|ul|li|table|caption|thead|tbody|tr|th|td)(?: [a-z-]+(?:="[^"<>]*")?)*(?: \/)?)>$/i;

export const REPORT_VISITS: readonly Visit[] = [
  {
    name: "report",
    share: 0.3,
    refusals: [],
    run: (subject) => {
      for (const context of contextsOf(subject)) {
        const report = reportOf(subject, context);
        const text = JSON.stringify(report, null, 2);
        hold(JSON.stringify(JSON.parse(text), null, 2) === text, "the report survives JSON");
      }
    },
  },
  {
    name: "report as a page",
    share: 0.06,
    refusals: [],
    run: (subject) => {
      const [context] = subject.random.shuffled(contextsOf(subject));
      if (context === undefined) return;
      const page = reportHtml(reportOf(subject, context));
      hold(!HIDDEN.test(page), "nothing hidden is left in the page");
      const odd = page
        .replace(/<style>[\s\S]*?<\/style>/, "<style></style>")
        .match(/<[^>]*>?/g)
        ?.find((tag) => !ELEMENT.test(tag));
      hold(odd === undefined, `an element of the page is none of its own: ${odd}`);
    },
  },
];

import type { Finding } from "../api/index.ts";
import { type FindingCode, FindingList } from "../vhdx/findings/index.ts";
import type { Content, Mark } from "./content.ts";
import type { Probe } from "./probe.ts";
import type { Volume } from "./recognise.ts";
import { copyWords, probeWords } from "./words.ts";

/** The finding of each kind of mark. */
const CODES: Readonly<Record<Mark["kind"], FindingCode>> = {
  errors: "inside-marked-errors",
  "not-clean": "inside-not-clean",
  "start-lost": "inside-start-lost",
  "copy-lost": "inside-copy-lost",
  "too-long": "inside-too-long",
};

/** A mark as a sentence about its file system. */
function sentence({ name, sort, start }: Content, { kind, words }: Mark, where: string): string {
  const subject = `The ${name} ${sort} on ${where}`;
  switch (kind) {
    case "start-lost":
      return `${subject} has lost its first ${start}: ${words.replace(/^whose/, "its")}.`;
    case "copy-lost":
      return `${subject} has no backup ${start} where one belongs.`;
    case "errors":
    case "not-clean":
    case "too-long":
      return `${subject} is ${words}.`;
  }
}

const whereOf = ({ partition }: Volume) =>
  partition === null ? "the whole disk" : `partition ${partition.number}`;

/** What a look at the disk found that is worth a finding. */
export function probeFindings(probe: Probe): readonly Finding[] {
  const list = new FindingList();
  const add = (code: FindingCode, message: string, part: string) =>
    list.add(code, message, { structure: "Virtual disk", part });
  const { table, under, volumes, tableless, gptLost } = probe;
  if (under !== null)
    add(
      "inside-table-over",
      `There is ${probeWords(probe)}. What partitions hold was not recognised.`,
      under.name.split(" ")[0] ?? "",
    );
  const copies = table === null ? null : copyWords(table);
  if (table !== null && copies !== null)
    add("inside-table-damaged", `The disk has a partition table (${table.kind}), ${copies}.`, table.kind);
  if (tableless.length > 0)
    add("inside-table-damaged", `The disk has ${probeWords(probe)}.`, gptLost ? "GPT" : "none");
  else if (gptLost)
    add("inside-table-damaged", "The disk had a GPT, and neither of its copies is whole.", "GPT");
  for (const volume of volumes) {
    const { content, partition, start } = volume;
    const part = partition === null ? "disk" : String(partition.number);
    for (const mark of content?.marks ?? [])
      if (content !== null) add(CODES[mark.kind], sentence(content, mark, whereOf(volume)), part);
    // What can't be read is a matter of the container.
    if (
      partition === null &&
      content === null &&
      start !== "unreadable" &&
      !gptLost &&
      tableless.length === 0
    )
      add("inside-not-recognised", "Nothing was recognised at the start of the disk.", part);
  }
  return list.items;
}

import { countText, numberText, offsetText } from "../shared/text.ts";
import type { Content } from "./content.ts";
import type { Probe } from "./probe.ts";
import type { Volume } from "./recognise.ts";
import type { PartitionTable } from "./tables/partition.ts";

/** Partitions that are named in a sentence. */
const NAMED = 4;

const isLost = ({ marks }: Content) => marks.some(({ kind }) => kind === "start-lost");

/** "an ext4 file system" */
function withArticle({ name, sort }: Content): string {
  const article = /^(e|X|N|LV)/.test(name) ? "an" : "a";
  return `${article} ${name} ${name === "Linux swap" ? "space" : sort}`;
}

/** Content with its marks, as a clause: "ext4, marked as having errors". */
function contentWords(content: Content): string {
  const { name, start, marks } = content;
  // What is left of a lost start comes first among the marks: "whose backup superblocks are still there".
  const [first, ...others] = marks.map(({ words }) => words);
  if (first === undefined) return name;
  const lost = isLost(content) ? [`${name} without its first ${start}`, first] : [name, first];
  return [...lost, ...others].join(", ");
}

/** What a part of the disk holds, as a clause. */
export function volumeWords({ content, partition, start }: Volume): string {
  if (content !== null) return contentWords(content);
  if (partition?.reserved === true) return partition.purpose;
  return start === "unreadable" ? "its start can't be read" : "nothing recognised";
}

/** The same inside a list. */
function listed(volume: Volume): string {
  const { content } = volume;
  if (content === null || content.marks.length === 0) return volumeWords(volume);
  return `${content.name} (${contentWords(content).slice(content.name.length + 2)})`;
}

/** What is wrong with the copies of a table, in words to follow it; null where both are sound. */
export function copyWords({ copies, isCutOff }: PartitionTable): string | null {
  if (isCutOff) return "made for a longer disk";
  if (copies === null) return null;
  if (copies.first !== "sound") return `whose first copy is ${copies.first}`;
  return copies.backup === "sound" ? null : `whose backup is ${copies.backup}`;
}

const and = (items: readonly string[]) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;

/** What a partition table was written over, and what is left of it. */
function overWords(under: Content): string {
  const marks = under.marks.map(({ words }) => words);
  const left = isLost(under) ? [] : [`whose ${under.start} is still there`];
  return [`a partition table written over ${withArticle(under)}`, ...left, ...marks].join(", ");
}

function tableWords(table: PartitionTable, volumes: readonly Volume[]): string {
  const state = copyWords(table);
  const article = table.kind === "MBR" ? "an" : "a";
  const of = state === null ? table.kind : `${table.kind}, ${state},`;
  const count = table.partitions.length;
  if (count === 0)
    return `a partition table (${table.kind}${state === null ? "" : `, ${state}`}) without partitions`;
  const shown = volumes.slice(0, NAMED).map(listed);
  const others = count - shown.length;
  const all = others > 0 ? [...shown, `${numberText(others)} more`] : shown;
  const least = table.more ? "more than " : "";
  return `${article} ${of} with ${least}${countText(count, "partition")}: ${and(all)}`;
}

/** What is left of a disk that has lost its partition table. */
function tablelessWords({ tableless, gptLost }: Probe): string {
  const shown = tableless
    .slice(0, NAMED)
    .map(({ offset, content }) => `${withArticle(content)} from ${offsetText(offset)} on`);
  const others = tableless.length - shown.length;
  const all = others > 0 ? [...shown, `${numberText(others)} more`] : shown;
  return `${gptLost ? "no whole copy of its partition table (GPT)" : "no partition table"}, but ${and(all)}`;
}

/** What the disk holds, as a clause that follows "Inside:". */
export function probeWords(probe: Probe): string {
  const { table, gptLost, volumes, under, tableless } = probe;
  if (under !== null) return overWords(under);
  if (table !== null) return tableWords(table, volumes);
  const [whole] = volumes;
  if (whole?.content != null) return contentWords(whole.content);
  if (tableless.length > 0) return tablelessWords(probe);
  if (gptLost) return "a partition table (GPT) of which neither copy is whole: not checked further";
  return whole?.start === "unreadable"
    ? "its start can't be read: not checked further"
    : "no partition table and no file system known to Platter at its start; the rest was not searched";
}

import type { FindingId, LayerName, LayerRef, NodeId, Span } from "../../workers/api/index.ts";
import { parseNodeId } from "../../workers/shared/node-id.ts";
import type { BrowsePlace, BrowseSlice, BrowseStep } from "./browse.ts";
import type { CompareKind, ComparePlace } from "./compare.ts";
import type { PlaceSlice } from "./place.ts";
import { upgraded, VERSION } from "./url-versions.ts";
import { type Screen, SCREENS, type ViewSlice } from "./view.ts";

/**
 * What the hash of the page's address can say: where the user is, never which file it is or what is in it. A part that
 * is missing or makes no sense is null.
 */
export interface UrlPlace {
  readonly sample: string | null;
  readonly screen: Screen | null;
  readonly layer: LayerName | null;
  readonly upTo: number | null;
  readonly node: NodeId | null;
  readonly field: string | null;
  readonly file: Span | null;
  readonly disk: Span | null;
  readonly finding: FindingId | null;
  readonly comparison: ComparePlace;
  /** Numbers alone: names of files are content of the disk. */
  readonly browse: BrowsePlace | null;
}

type Told = Pick<ViewSlice, "screen" | "layer" | "upTo"> &
  Pick<PlaceSlice, "node" | "field" | "file" | "disk" | "finding"> &
  ComparePlace &
  Pick<BrowseSlice, "browse">;

const LAYERS: readonly LayerName[] = ["original", "replayed", "edited"];
/** An ancestor or another file is one that is open when the address is followed. */
const KINDS: readonly CompareKind[] = ["layers", "headers", "region-tables", "ancestor", "files"];
/** Code and place of a finding; no `&`, and no `=`. */
const FINDING = /^[a-z][a-z0-9-]{0,99}:[a-z0-9/@+~-]{1,199}$/;
const FIELD = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

function writeSpan({ offset, length }: Span): string {
  return `0x${offset.toString(16)}${length > 0 ? `+${length}` : ""}`;
}

function readSpan(text: string | undefined): Span | null {
  const match = /^(0x[0-9a-f]{1,13}|\d{1,15})(?:\+(\d{1,15}))?$/i.exec(text ?? "");
  if (match === null) return null;
  return { offset: Number(match[1]), length: Number(match[2] ?? 0) };
}

function writeLayer({ name, upTo }: LayerRef): string {
  return upTo === null ? name : `${name}-${upTo}`;
}

function readLayer(text: string | undefined): LayerRef | null {
  const [, word, digits] = /^([a-z]+)(?:-(\d{1,9}))?$/.exec(text ?? "") ?? [];
  const name = oneOf(LAYERS, word);
  if (name === null || (digits !== undefined && name !== "replayed")) return null;
  return { name, upTo: digits === undefined ? null : Number(digits) };
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | null {
  return values.find((value) => value === text) ?? null;
}

/** The id of a node; null for a text that is none. */
const readNode = (text: string | undefined): NodeId | null =>
  text === undefined || parseNodeId(text) === null ? null : text;

/** The way to a folder as the numbers of its steps: "131.512". */
function readSteps(text: string | undefined): readonly BrowseStep[] {
  const words = matching(/^\d{1,16}(?:\.\d{1,16}){0,255}$/, text);
  const numbers = words?.split(".").map(Number) ?? [];
  return numbers.every(Number.isSafeInteger) ? numbers.map((node) => ({ node, name: null })) : [];
}

function writeBrowse({ volume, folder, chosen, transactions }: BrowsePlace): readonly string[] {
  if (volume === null) return [];
  const parts = [`volume=${volume.number}`];
  if (transactions !== null) parts.push(`journal=${transactions}`);
  if (folder.length > 0) parts.push(`folder=${folder.map(({ node }) => node).join(".")}`);
  if (chosen !== null) parts.push(`entry=${chosen.node}`);
  return parts;
}

function readBrowse(get: (name: string) => string | undefined): BrowsePlace | null {
  const volume = matching(/^[1-9]\d{0,5}$/, get("volume"));
  if (volume === null) return null;
  const journal = matching(/^\d{1,9}$/, get("journal"));
  return {
    volume: { id: null, number: Number(volume) },
    folder: readSteps(get("folder")),
    chosen: readSteps(matching(/^\d+$/, get("entry")) ?? undefined)[0] ?? null,
    transactions: journal === null ? null : Number(journal),
  };
}

function matching(pattern: RegExp, text: string | undefined): string | null {
  return text !== undefined && pattern.test(text) ? text : null;
}

/** The hash, with its `#`, for a place in the open image. */
export function writeHash(told: Told, sample: string | null): string {
  const parts = [`v=${VERSION}`];
  if (sample !== null) parts.push(`sample=${sample}`);
  const upTo = told.layer === "replayed" ? told.upTo : null;
  parts.push(`screen=${told.screen}`, `layer=${writeLayer({ name: told.layer, upTo })}`);
  if (told.node !== null) parts.push(`node=${told.node}`);
  if (told.field !== null) parts.push(`field=${told.field}`);
  if (told.file.offset > 0 || told.file.length > 0) parts.push(`file=${writeSpan(told.file)}`);
  if (told.disk.offset > 0 || told.disk.length > 0) parts.push(`disk=${writeSpan(told.disk)}`);
  if (told.finding !== null) parts.push(`finding=${told.finding}`);
  if (told.compare !== null) parts.push(`compare=${told.compare}`);
  if (told.sideA !== null) parts.push(`a=${writeLayer(told.sideA)}`);
  if (told.sideB !== null) parts.push(`b=${writeLayer(told.sideB)}`);
  if (told.difference !== null) parts.push(`difference=${told.difference.index}`);
  parts.push(...writeBrowse(told.browse));
  return `#${parts.join("&")}`;
}

/**
 * Reads a hash, with or without its `#`, of this version or an older one. What is typed by hand needs no version. Of a version
 * that this build does not know, only the sample is read.
 */
export function readHash(hash: string): UrlPlace {
  const parts = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at), part.slice(at + 1));
  }
  const sample = matching(/^[a-z-]{1,40}$/, parts.get("sample"));
  const current = upgraded(parts);
  const get = (name: string) => current?.get(name);
  const layer = readLayer(get("layer"));
  const difference = matching(/^\d{1,9}$/, get("difference"));
  return {
    sample,
    screen: oneOf(SCREENS, get("screen")),
    layer: layer?.name ?? null,
    upTo: layer?.upTo ?? null,
    node: readNode(get("node")),
    field: matching(FIELD, get("field")),
    file: readSpan(get("file")),
    disk: readSpan(get("disk")),
    finding: matching(FINDING, get("finding")),
    comparison: {
      compare: oneOf(KINDS, get("compare")),
      sideA: readLayer(get("a")),
      sideB: readLayer(get("b")),
      difference: difference === null ? null : { of: null, index: Number(difference) },
    },
    browse: readBrowse(get),
  };
}

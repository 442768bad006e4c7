import type { OwnerLink, OwnerMap } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { linkName } from "../../views/chain/owner-links.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import type { CardRow } from "./MapCard.tsx";
import { type Share, shareHeight } from "./cell.ts";
import { WORDS } from "./words.ts";

/** Why a byte has no owner. */
type NoOwner = "zero" | "missing" | "unreadable";

const NO_OWNER: readonly { readonly kind: NoOwner; readonly name: string; readonly meaning: string }[] = [
  { kind: "zero", name: WORDS.owner.zero, meaning: WORDS.owner.zeroMeaning },
  { kind: "missing", name: WORDS.owner.missing, meaning: WORDS.owner.missingMeaning },
  { kind: "unreadable", name: WORDS.owner.unreadable, meaning: WORDS.owner.unreadableMeaning },
];

/** How many bytes of a cell are read from one file of the chain, or have no owner for one reason. */
export interface OwnerPart {
  readonly owner: OwnerLink | NoOwner;
  /** Shown name: "chain-0-base.vhdx". */
  readonly name: string;
  /** What the owner is to the disk: "its parent". */
  readonly meaning: string;
  readonly bytes: number;
}

/** Who owns a cell's bytes, from the disk itself upward; null outside of the map. */
export function ownerParts(map: OwnerMap, cell: number): readonly OwnerPart[] | null {
  const width = map.links.length + NO_OWNER.length;
  if (cell < 0 || (cell + 1) * width > map.bytes.length) return null;
  const bytesOf = (column: number) => map.bytes[cell * width + column] ?? 0;
  return [
    ...map.links.map((owner, column) => ({
      owner,
      name: visibleText(owner.name),
      meaning: linkName(owner.link),
      bytes: bytesOf(column),
    })),
    ...NO_OWNER.map(({ kind, name, meaning }, at) => ({
      owner: kind,
      name,
      meaning,
      bytes: bytesOf(map.links.length + at),
    })),
  ];
}

/** A cell's parts as bands from the bottom up. */
export function ownerBands(parts: readonly OwnerPart[], height: number): readonly Share<OwnerPart>[] {
  return shareHeight(
    parts.map((part) => ({ of: part, amount: part.bytes })),
    height,
  );
}

/** The sign of a part: the link's number, or what is wrong; zeros have none. */
export function ownerGlyph({ owner }: Pick<OwnerPart, "owner">): string {
  if (typeof owner === "object") return String(owner.link);
  return owner === "missing" ? "?" : owner === "unreadable" ? "×" : "";
}

/** The part with a sign that most of a cell belongs to; null where it is all zeros. */
export function mainPart(parts: readonly OwnerPart[]): OwnerPart | null {
  return parts
    .filter((part) => part.bytes > 0 && ownerGlyph(part) !== "")
    .reduce<OwnerPart | null>((most, part) => (most === null || part.bytes > most.bytes ? part : most), null);
}

/** Who owns a cell, for its card. */
export function ownerRows(parts: readonly OwnerPart[]): readonly CardRow[] {
  const present = parts.filter(({ bytes }) => bytes > 0);
  const [only] = present;
  const named = ({ owner, name, meaning }: OwnerPart) =>
    typeof owner === "object" ? `${owner.link} ${name}, ${meaning}` : name;
  if (present.length === 1 && only !== undefined) return [{ name: WORDS.owner.owner, value: named(only) }];
  return present.map((part) => ({
    name: named(part),
    value: sizeText(part.bytes),
    ...((part.owner === "missing" || part.owner === "unreadable") && { tone: "invalid" as const }),
  }));
}

/** The whole disk in a sentence, for screen readers. */
export function ownerSummary(parts: readonly OwnerPart[]): string {
  const said = parts.filter(({ bytes }) => bytes > 0).map(({ name, bytes }) => `${sizeText(bytes)} ${name}`);
  return WORDS.owner.summary(said.join(", "));
}

/** A part of the whole in per cent; "< 0.1 %" where the part is small but not zero. */
export function shareText(bytes: number, total: number): string {
  if (bytes === 0 || total === 0) return "0 %";
  const percent = (bytes / total) * 100;
  return percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}

import { runSteps } from "../../workers/bytes/steps.ts";
import { OverlayStore } from "../../workers/store/overlay-store.ts";
import { type ReadableStore, readUpTo } from "../../workers/store/store.ts";
import { HEADER_OFFSETS, SLOT } from "../../workers/vhdx/headers/header-section.ts";
import { readHeaders } from "../../workers/vhdx/headers/headers.ts";
import { readStructures } from "../../workers/vhdx/image.ts";
import { planRepairs } from "../../workers/vhdx/repair/plan.ts";
import { applyFix } from "../../workers/vhdx/repair/repair-plan.ts";
import { RepairState } from "../../workers/vhdx/repair/state.ts";
import type { Damage } from "./damages.ts";

/** What became of a damage. */
export const OUTCOMES = [
  /** No value changed, and no reader is disturbed: nothing to repair. */
  "harmless",
  /** The bytes of the image as it was, but for headers that were updated, and the log. */
  "bytes",
  /** The same values in every structure. */
  "values",
  /** Another value, and the fix said what is lost or that several are possible. */
  "told",
  /** Another value, and no fault is reported: the wrong value is a possible one. */
  "unseen",
  /** A fault is reported, and there is no fix for it. */
  "hopeless",
  /** A fix that says that nothing is lost gave another value. */
  "wrong",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Fixes made at most; two faults of one byte are rare. */
const MOST_FIXES = 6;

/** A VHDX whose every structure can be compared. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));

/** The values of all structures, but for what a header update changes. */
function valuesOf(store: ReadableStore): string {
  const { active, log } = readHeaders(store);
  const { regions, metadata, facts, geometry } = readStructures(store, log);
  const { dataWriteGuid, logGuid, logVersion, version, logLength, logOffset } = active?.values ?? {};
  return text([
    { dataWriteGuid, logGuid, logVersion, version, logLength, logOffset },
    regions.all.map(({ offset, length, entry }) => [offset, length, entry.values]),
    metadata?.items.map(({ values, bytes }) => [values, bytes === null ? null : [...bytes]]),
    facts,
    geometry,
  ]);
}

/** Whether all bytes that were written are those of the image again, headers and log left aside. */
function sameBytes(image: ReadableStore, changed: OverlayStore): boolean {
  const { log } = readHeaders(image);
  const isAside = (at: number): boolean =>
    (at >= HEADER_OFFSETS[0] && at < HEADER_OFFSETS[1] + SLOT) ||
    (log !== null && at >= log.offset && at < log.offset + log.length);
  for (const { start, end } of changed.writtenRuns()) {
    const is = readUpTo(changed, start, end - start);
    const was = readUpTo(image, start, end - start);
    if (is.some((byte, nth) => byte !== was[nth] && !isAside(start + nth))) return false;
  }
  return changed.size === image.size;
}

/** Makes a byte of an image wrong, makes the recommended fixes, and compares. The image itself is only read. */
export function tryDamage(image: ReadableStore, { at, to }: Damage): Outcome {
  const damaged = new OverlayStore(image);
  damaged.write(at, Uint8Array.of(to));
  const wanted = valuesOf(image);
  let drawn = 0;
  const newGuid = () => `99999999-9999-4999-8999-${String(drawn++).padStart(12, "0")}`;
  let [fixes, told, hopeless] = [0, false, false];
  for (; fixes < MOST_FIXES; fixes++) {
    const faults = runSteps(planRepairs(runSteps(RepairState.read(damaged)))).filter(
      ({ findings }) => findings.length > 0,
    );
    const fix = faults.flatMap((each) => each.fixes).find(({ recommended }) => recommended);
    hopeless = fix === undefined && faults.length > 0;
    if (fix === undefined) break;
    told ||= fix.loss !== null;
    applyFix(damaged, fix.id, newGuid);
  }
  const same = valuesOf(damaged) === wanted;
  if (fixes === 0 && !hopeless) return same ? "harmless" : "unseen";
  if (same) return sameBytes(image, damaged) ? "bytes" : "values";
  if (hopeless) return "hopeless";
  return told ? "told" : "wrong";
}

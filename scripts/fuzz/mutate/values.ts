import { guidFromText, NIL_GUID } from "../../../workers/shared/guid.ts";
import { GIB, MIB, TIB } from "../../../workers/shared/numbers.ts";
import {
  decode,
  encodeInto,
  type FieldSpec,
  type KindValues,
  type Struct,
} from "../../../workers/bytes/struct.ts";
import { KNOWN_ITEMS } from "../../../workers/vhdx/structs/metadata-items.ts";
import { BAT_REGION, METADATA_REGION } from "../../../workers/vhdx/structs/region-table.ts";
import { LOG_GUID } from "../../../workers/testing/vhdx/image-builder.ts";
import type { BaseFile } from "../bases/base.ts";
import type { Random } from "../random.ts";

/** Texts that may break out of their context, or that look like another text. */
export const HOSTILE_TEXTS: readonly string[] = [
  "</script><script>alert(1)</script>",
  "\"><img src=x onerror=alert(1)>'",
  "\u202Exdhv.exe\u202C",
  "\u2066\u200F\uFEFFa\u200B",
  "a\nb\r\nc\td",
  "$(Remove-Item C:\\)`${x};'; rm -rf /; #",
  "\uD800lone\uDC00",
  "../../../../etc/passwd\0hidden",
  "100% of %s",
  "__proto__",
  "constructor",
  "%00%2e%2e{0}{{x}}${x}",
  "x".repeat(240),
];

const GUIDS: readonly string[] = [
  NIL_GUID,
  LOG_GUID,
  BAT_REGION,
  METADATA_REGION,
  ...KNOWN_ITEMS.map(({ guid }) => guid),
];

/** A start or end of a structure or of the file, as a target for an offset. */
function places(base: BaseFile, random: Random): number {
  const run = random.pick(base.runs);
  const end = run.offset + run.length;
  return random.pick([run.offset, end, run.length, Math.floor(run.offset + run.length / 2), base.store.size]);
}

/** A number that is likely to break things. */
function hostileNumber(base: BaseFile, random: Random, current: bigint, bitCount: number): bigint {
  const most = (1n << BigInt(bitCount)) - 1n;
  const near = BigInt(random.pick([-4096, -512, -8, -1, 0, 1, 2, 8, 512, 4096]));
  const power = 1n << BigInt(random.below(bitCount));
  const place = places(base, random);
  const candidates: readonly (() => bigint)[] = [
    () => random.pick([0n, 1n, 2n, 3n, 7n, most, most - 1n, most >> 1n, (most >> 1n) + 1n]),
    () => power + BigInt(random.pick([-1, 0, 1])),
    () => current + near,
    () => current ^ power,
    () => current * 2n,
    () => current / 2n,
    () => BigInt(place) + near,
    () => BigInt(Math.floor(place / MIB)) + BigInt(random.pick([-1, 0, 1])),
    () => BigInt(random.pick([512, 1024, 2048, 4096, 65_536, MIB, 3 * MIB, 256 * MIB, GIB, TIB, 64 * TIB])),
    () => BigInt(random.below(40)) * BigInt(MIB),
    () => BigInt(random.below(64)),
    () => (BigInt(random.next()) << 32n) | BigInt(random.next()),
  ];
  return BigInt.asUintN(bitCount, random.pick(candidates)());
}

function hostileText(random: Random, current: string): string {
  return random.chance(0.7)
    ? random.pick(HOSTILE_TEXTS)
    : current.replace(/./su, random.pick(["\0", "\uFFFF", "<", "'"]));
}

/** A hostile value of a field's kind; null if there is none. */
function hostileValue(
  base: BaseFile,
  random: Random,
  spec: FieldSpec,
  current: KindValues[FieldSpec["kind"]],
): KindValues[FieldSpec["kind"]] {
  switch (spec.kind) {
    case "u64":
      return hostileNumber(base, random, current as bigint, 64);
    case "u8":
    case "u16":
    case "u32":
    case "bits": {
      const bitCount = spec.width ?? spec.length * 8;
      return Number(hostileNumber(base, random, BigInt(current as number), bitCount));
    }
    case "guid":
      return random.pick(GUIDS);
    case "ascii":
      return random
        .pick(["\0".repeat(spec.length), "ÿ".repeat(spec.length), "zero", "desc", "loge", "data"])
        .slice(0, spec.length);
    case "utf16":
      return hostileText(random, current as string).slice(0, spec.length / 2);
    case "bytes": {
      const bytes = (current as Uint8Array).slice();
      if (bytes.length > 0) bytes.set(random.bytes(1), random.below(bytes.length));
      return random.chance(0.5) ? bytes : bytes.fill(random.pick([0, 1, 0x5a, 0xff]));
    }
  }
}

/** The bytes of one field with a hostile value; for a bit field the whole word. */
export function hostileField(
  base: BaseFile,
  random: Random,
  struct: Struct,
  spec: FieldSpec,
  name: string,
  bytes: Uint8Array,
): Uint8Array {
  const values = decode(struct, bytes);
  const changed = bytes.slice();
  const value = hostileValue(base, random, spec, values[name] as KindValues[FieldSpec["kind"]]);
  if (spec.kind === "guid" && guidFromText(value as string) === null) return changed;
  encodeInto(struct, { [name]: value }, changed, 0, false);
  return changed.subarray(spec.offset, spec.offset + spec.length);
}

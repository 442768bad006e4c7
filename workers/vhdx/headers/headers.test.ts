import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { header, type HeaderValues } from "../structs/header.ts";
import { HEADER_OFFSETS } from "./header-section.ts";
import { readHeaders } from "./headers.ts";
import { readIdentifier } from "./identifier.ts";

await loadCrc32c();

/** The message about two headers of which no checksum matches. */
function messageOf(changes: Partial<HeaderValues>): string | undefined {
  const image = new ImageBuilder();
  image.setHeaders(changes);
  for (const offset of HEADER_OFFSETS) image.write(header, offset, { checksum: 1 }, false);
  const { active, findings } = readHeaders(image.store);
  expect(active).toBeNull();
  return findings.find(({ code }) => code === "no-valid-header")?.message;
}

describe("two headers whose checksums do not match", () => {
  it("are traced to their writer where every other field is possible", () => {
    expect(messageOf({})).toMatch(/cloud-hypervisor/);
    expect(messageOf({ logGuid: LOG_GUID })).toMatch(/cloud-hypervisor/);
  });

  it.for<[string, Partial<HeaderValues>]>([
    ["version", { version: 2 }],
    ["LogVersion", { logVersion: 1 }],
    ["FileWriteGuid", { fileWriteGuid: NIL_GUID }],
    ["DataWriteGuid", { dataWriteGuid: NIL_GUID }],
    ["no log", { logLength: 0 }],
    ["part of a MiB of log", { logLength: MIB + 4096 }],
    ["a log inside a MiB", { logOffset: BigInt(MIB + 4096) }],
    ["reserved bytes", { reserved: new Uint8Array(header.fields.reserved.length).fill(1) }],
  ])("are not where one is impossible: %s", ([, changes]) => {
    expect(messageOf(changes)).toBeDefined();
    expect(messageOf(changes)).not.toMatch(/cloud-hypervisor/);
  });
});

it("says whether it is the signature or the checksum of a header that does not match", () => {
  const messageOfDamage = (spoil: (image: ImageBuilder) => void) => {
    const image = new ImageBuilder();
    spoil(image);
    return readHeaders(image.store).findings.find(({ code }) => code === "header-copy-damaged")?.message;
  };
  const spoilt = (values: Partial<HeaderValues>) =>
    messageOfDamage((image) => image.write(header, HEADER_OFFSETS[1], values, false));
  expect(spoilt({ signature: "HEAD" })).toBe("Header 2's signature does not match; Header 1 is used.");
  expect(spoilt({ checksum: 1 })).toBe("Header 2's checksum does not match; Header 1 is used.");
});

it("names six parts of a VHDX at most that a file without its signature holds", () => {
  const image = new ImageBuilder({ logLength: 8 * MIB });
  for (let mib = 0; mib < 8; mib++)
    image.addLogEntry(mib * MIB, { sequenceNumber: BigInt(1 + mib), tail: mib * MIB });
  image.fill(0, MIB, 0);
  const [finding] = readIdentifier(image.store).findings;
  expect(finding?.code).toBe("identifier-damaged");
  expect(finding?.message.match(/a log entry at/g)).toHaveLength(6);
});

import { findingCatalogue } from "../../vhdx/findings/index.ts";
import type { Report } from "../../api/index.ts";

const GUID = "283d8b86-25a3-80e8-01bc-b5ef8eafdfff";

/**
 * A report with something in every list.
 *
 * @param text for every value whose words the image, the file system or the user chooses
 */
export function sampleReport(text = "disk.vhdx"): Report {
  const header = {
    offset: "65536",
    valid: true,
    active: true,
    signature: "head",
    checksum: "0x839c783c",
    computedChecksum: "0x839c783c",
    sequenceNumber: "18446744073709551615",
    fileWriteGuid: "98a6a5f4-8671-c93b-416c-015da1562e5f",
    dataWriteGuid: "fe33599e-ccc9-3982-c102-6f7c2327e7c7",
    logGuid: GUID,
    logVersion: 0,
    version: 1,
    logLength: 1_048_576,
    logOffset: "1048576",
  };
  const entry = {
    offset: "0",
    sequenceNumber: "9223372036854775813",
    length: 8192,
    tail: "0",
    guid: GUID,
    flushedFileOffset: "20971520",
    lastFileOffset: "20971520",
    state: "active" as const,
    reason: "Part of the active sequence.",
    descriptors: [{ kind: "data" as const, fileOffset: "3145728", length: 4096, target: "BAT entries 0-63" }],
    descriptorCount: 1,
  };
  return {
    format: "platter-report",
    version: 1,
    tool: { name: "Platter", version: "0.1.0" },
    generatedAt: "2024-05-06T07:08:09.000Z",
    subject: `${text}, as it is stored.`,
    source: { name: text, size: 20_971_520, lastModified: "2024-01-02T03:04:05.000Z" },
    scan: "complete",
    io: { reads: 5, bytesRead: 1_572_864 },
    digests: {
      computedAt: "2024-05-06T07:00:00.000Z",
      source: { sha256: "a1".repeat(32), sha1: "b2".repeat(20), md5: "c3".repeat(16) },
      sourceAtEnd: { sha256: "a1".repeat(32) },
      layerFile: { sha256: "d4".repeat(32) },
      virtualDisk: { sha256: "e5".repeat(32), sparseSha256: "f6".repeat(32) },
    },
    layer: "replayed",
    replayedEntries: 2,
    outcome: "needs-replay",
    verdict: "The VM stopped in the middle of a write; 2 log entries must be replayed.",
    warning: null,
    image: {
      type: "differencing",
      virtualSize: 67_108_864,
      blockSize: 1_048_576,
      logicalSectorSize: 512,
      physicalSectorSize: 4096,
      creator: text,
      diskId: "71221d70-8f3f-1288-047b-e9cd898c7fe5",
      dataWriteGuid: header.dataWriteGuid,
      fileWriteGuid: header.fileWriteGuid,
      parent: { relative_path: text, [text]: "x" },
    },
    inside: {
      words: "a GPT with 1 partition: ext4",
      table: "GPT",
      volumes: [
        {
          partition: 1,
          purpose: "Linux",
          offset: 1_048_576,
          length: 66_060_288,
          content: "ext4",
          label: text,
          size: 66_060_288,
          words: "ext4",
        },
      ],
    },
    files: [
      {
        volume: text,
        offset: 1_048_576,
        length: 66_060_288,
        name: "ext4",
        label: text,
        uuid: text,
        size: 66_060_288,
        used: 1_048_576,
        words: text,
        state: [text],
        pendingTransactions: 2,
        appliedTransactions: 2,
        problems: [{ code: text, severity: "warning", message: text }],
        counts: { files: 2, folders: 1, links: 0, others: 0, bytes: 4096, unreadable: 0 },
        damage: {
          looked: 3,
          count: 1,
          words: text,
          files: [{ path: text, damaged: 4096, kinds: ["cut-off"] }],
        },
      },
    ],
    edits: {
      changes: [{ sentence: `Set creator to ${text}`, loss: text }],
      fileSize: 20_971_520,
      zeros: { bytes: 4096, ranges: [{ offset: 0, length: 4096 }] },
    },
    headers: [
      { ...header, copy: 1 },
      { ...header, copy: 2, valid: false, active: false, computedChecksum: "0x00000000" },
    ],
    regionTables: [
      {
        copy: 1,
        offset: "196608",
        valid: true,
        active: true,
        checksum: "0xc66b8cae",
        computedChecksum: "0xc66b8cae",
        entryCount: 1,
        entries: [
          {
            guid: "2dc27766-f623-4200-9d64-115e9bfd4a08",
            name: "BAT",
            offset: "3145728",
            length: 1_048_576,
            required: true,
          },
        ],
      },
    ],
    metadata: [
      {
        guid: "a8d35f2d-b30b-454d-abf7-d3d84834ab0c",
        name: "Parent Locator",
        isUser: false,
        isVirtualDisk: false,
        isRequired: true,
        offset: "2162688",
        length: 8,
        value: text,
      },
    ],
    bat: { entries: 64, byState: { "payload-0": 47, "payload-6": 16, "bitmap-6": 1 } },
    unreadable: { bytes: 3_145_728, ranges: [{ offset: 4_194_304, length: 3_145_728 }] },
    zeroed: {
      bytes: 4096,
      ranges: [{ file: text, offset: 6_291_456, length: 4096, diskOffset: 1_048_576 }],
    },
    log: {
      guid: GUID,
      offset: "1048576",
      length: 1_048_576,
      entries: [
        entry,
        {
          ...entry,
          offset: "8192",
          sequenceNumber: "9223372036854775814",
          state: "torn",
          reason: "Cut off.",
        },
      ],
      active: ["9223372036854775813", "9223372036854775814"],
      sizeAfterReplay: 20_971_520,
    },
    chain: [
      {
        link: 0,
        name: text,
        size: 8 * 1024 * 1024,
        type: "differencing",
        dataWriteGuid: "11111111-1111-1111-1111-111111111111",
        replayed: true,
        match: null,
      },
    ],
    missingParent: text,
    findings: [
      {
        id: "log-needs-replay:log@18446744073709551615",
        code: "log-needs-replay",
        severity: "info",
        structure: "Log",
        offset: "18446744073709551615",
        message: `The log was never applied: ${text}`,
        spec: "2.3.3",
        node: "log",
      },
    ],
    causes: [
      {
        cause: "log-needs-replay",
        severity: "info",
        message: `The log was never applied: ${text}`,
        findings: ["log-needs-replay:log@18446744073709551615"],
      },
    ],
    rules: findingCatalogue(["log-needs-replay"]),
    bookmarks: [{ space: "disk", offset: "512", length: 16, note: text }],
  };
}

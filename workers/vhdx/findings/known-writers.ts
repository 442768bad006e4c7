/** What a program is known to leave in a file, and where that is public. */
export interface KnownTrace {
  /** The program, with the versions where they are known. */
  readonly writer: string;
  /** What it leaves, as a clause after "leaves". */
  readonly leaves: string;
  /** Where it is reported or can be read. */
  readonly source: string;
}

/**
 * Traces of programs that write VHDX files. Findings take their words from here, so that damage with a known cause is called by its
 * name. Only what is public, with its source, or was seen in a file of that maker stands here. QEMU's driver was read: it says
 * in its comments that Disk2VHD makes two equal headers and that QEMU once made partial last blocks, draws a DataWriteGuid for each
 * header that it updates, and takes state 5 for UNMAPPED of format version 0.95. The second last entry of Windows was seen in ten
 * files of Windows; the specification says nothing of it.
 *
 * Looked for and not found in public: damage that Veeam, StarWind's converter or VMware's tools leave, and what backup programs append
 * to a file. VirtualBox only reads VHDX (its `Storage/VHDX.cpp`), so it leaves nothing.
 */
export const KNOWN_TRACES = {
  disk2vhd: {
    writer: "Disk2vhd",
    leaves: "two equal headers with one sequence number",
    source: "https://github.com/qemu/qemu/commit/6906046169ffa9d829beeeaafe1fadeba51669fb",
  },
  "qemu-727": {
    writer: "QEMU before 7.2.2 and 8.0 (its issue 727)",
    leaves: "entries of a BAT sector moved by one place, or a sector bitmap's entry in state 2",
    source: "https://gitlab.com/qemu-project/qemu/-/issues/727",
  },
  "qemu-draft-state": {
    writer: "QEMU's first VHDX driver, of 2013, which followed a draft of the format",
    leaves: "unmapped blocks in state 5",
    source: "https://github.com/qemu/qemu/blob/v9.0.0/block/vhdx.h",
  },
  "qemu-guids": {
    writer: "QEMU",
    leaves: "another DataWriteGuid in each of the two headers",
    source: "https://github.com/qemu/qemu/blob/v9.0.0/block/vhdx.c",
  },
  "qemu-fixed-end": {
    writer: "QEMU",
    leaves: "a fixed disk that ends inside its last block",
    source: "https://github.com/qemu/qemu/blob/v9.0.0/block/vhdx.c",
  },
  "cloud-hypervisor-6844": {
    writer: "cloud-hypervisor before its pull request 6890 of December 2024 (its issue 6844)",
    leaves: "two headers whose checksums do not match",
    source: "https://github.com/cloud-hypervisor/cloud-hypervisor/issues/6844",
  },
  // Nothing is said of this one: all genuine Windows files have it.
  "windows-last-entry": {
    writer: "Windows",
    leaves: "a second copy of the last metadata entry behind the metadata table",
    source: "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/",
  },
} as const satisfies Readonly<Record<string, KnownTrace>>;

/** What a program is known for, as a sentence behind a finding's message: "Disk2vhd leaves two equal headers …". */
export function traceText(trace: keyof typeof KNOWN_TRACES): string {
  const { writer, leaves } = KNOWN_TRACES[trace];
  return `This is what ${writer} leaves: ${leaves}.`;
}

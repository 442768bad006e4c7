import { ascii, bytes, defineStruct, encode, type ValuesOf } from "../../../../bytes/struct.ts";

/** Bytes of a block: headers are one, and content is padded to whole ones. */
export const BLOCK = 512;

/** Header of an entry (POSIX.1-2017, `pax`, "ustar Header Block"). Numbers are octal digits. */
const tarHeader = defineStruct({
  name: "ustar header",
  spec: "POSIX ustar",
  size: BLOCK,
  fields: {
    name: bytes(0, 100, "name", { meaning: "Path." }),
    mode: ascii(100, 8, "mode", { meaning: "Permissions." }),
    user: ascii(108, 8, "uid", { meaning: "Owner." }),
    group: ascii(116, 8, "gid", { meaning: "Group." }),
    size: ascii(124, 12, "size", { meaning: "Bytes of the content." }),
    modified: ascii(136, 12, "mtime", { meaning: "Seconds since 1970." }),
    checksum: ascii(148, 8, "chksum", { meaning: "Sum of all bytes, with spaces in this field." }),
    type: ascii(156, 1, "typeflag", { meaning: "Kind of the entry." }),
    target: bytes(157, 100, "linkname", { meaning: "Target of a link." }),
    magic: ascii(257, 6, "magic", { meaning: "ustar." }),
    version: ascii(263, 2, "version", { meaning: "00." }),
    major: ascii(329, 8, "devmajor", { meaning: "Major number of a device." }),
    minor: ascii(337, 8, "devminor", { meaning: "Minor number of a device." }),
  },
});

/** Kinds of entries. */
export const TYPES = {
  file: "0",
  hardLink: "1",
  symlink: "2",
  "character-device": "3",
  "block-device": "4",
  directory: "5",
  fifo: "6",
  pax: "x",
} as const;

/** What a header says, in numbers. */
export interface HeaderFacts {
  readonly name: Uint8Array;
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  readonly size: number;
  readonly mode?: number;
  readonly user?: number;
  readonly group?: number;
  /** Seconds since 1970. */
  readonly modified?: number;
  readonly target?: Uint8Array;
  readonly major?: number;
  readonly minor?: number;
}

/** Largest numbers of the fields. */
export const LARGEST = { id: 0o7777777, size: 0o77777777777, time: 0o77777777777 } as const;
/** Bytes of a path or target in the header. */
export const LONGEST_NAME = 100;

const octal = (value: number, digits: number) =>
  `${Math.max(0, Math.min(value, 8 ** digits - 1))
    .toString(8)
    .padStart(digits, "0")}\0`;

const cut = (name: Uint8Array) => name.subarray(0, LONGEST_NAME);

/** A header. A number or a name that is too large for its field is cut: the extended header before it says the whole. */
export function headerBytes(facts: HeaderFacts): Uint8Array<ArrayBuffer> {
  const { name, type, size, mode = 0o644, user = 0, group = 0, modified = 0 } = facts;
  const { target = new Uint8Array(), major = 0, minor = 0 } = facts;
  const values: ValuesOf<typeof tarHeader> = {
    name: cut(name),
    mode: octal(mode, 7),
    user: octal(user, 7),
    group: octal(group, 7),
    size: octal(size, 11),
    modified: octal(modified, 11),
    checksum: "        ",
    type,
    target: cut(target),
    magic: "ustar\0",
    version: "00",
    major: octal(major, 7),
    minor: octal(minor, 7),
  };
  const summed = encode(tarHeader, values).reduce((sum, byte) => sum + byte, 0);
  return encode(tarHeader, { ...values, checksum: `${octal(summed, 6)} ` });
}

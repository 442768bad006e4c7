import { decode, defineStruct, u16, u16be, u32, u32be } from "../../../../bytes/struct.ts";
import type { NodeAttribute } from "../../../../fs/file-system.ts";
import type { PaxRecord } from "./pax.ts";

/** Keys of the records of access lists (star, "pax header keywords"; GNU tar and libarchive take the same), by their attributes. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ["system.posix_acl_access", "SCHILY.acl.access"],
  ["system.posix_acl_default", "SCHILY.acl.default"],
]);

/** Head of an access list, for programs and in ext (the kernel's `posix_acl_xattr.h`). */
const listHead = defineStruct({
  name: "access list",
  spec: "posix_acl_xattr.h",
  size: 4,
  fields: { version: u32(0, "a_version", { meaning: "2 for programs, 1 in ext." }) },
});

/** Entry of an access list; in ext without the id where it has none. */
const listEntry = defineStruct({
  name: "access list entry",
  spec: "posix_acl_xattr.h",
  size: 8,
  fields: {
    tag: u16(0, "e_tag", { meaning: "Whom it is about." }),
    permissions: u16(2, "e_perm", { meaning: "4 read, 2 write, 1 execute." }),
    id: u32(4, "e_id", { meaning: "A user or group." }),
  },
});

/** The same in ext, of an entry without an id. */
const shortEntry = defineStruct({
  name: "ext short access list entry",
  spec: "posix_acl_xattr.h",
  size: 4,
  fields: { tag: listEntry.fields.tag, permissions: listEntry.fields.permissions },
});

/** Head of an access list in XFS (the kernel's `xfs_format.h`, "ACL"). */
const xfsHead = defineStruct({
  name: "XFS access list",
  spec: "xfs_format.h",
  size: 4,
  fields: { count: u32be(0, "acl_cnt", { meaning: "Entries." }) },
});

const xfsEntry = defineStruct({
  name: "XFS access list entry",
  spec: "xfs_format.h",
  size: 12,
  fields: {
    tag: u32be(0, "ae_tag", { meaning: "Whom it is about." }),
    id: u32be(4, "ae_id", { meaning: "A user or group." }),
    permissions: u16be(8, "ae_perm", { meaning: "4 read, 2 write, 1 execute." }),
  },
});

const VERSION = 2;
const EXT_VERSION = 1;
/** Tags of entries for a named user and a named group: only these have an id. */
const NAMED = new Set([2, 8]);
const NO_ID = 0xffff_ffff;

interface Entry {
  readonly tag: number;
  readonly permissions: number;
  readonly id: number;
}

function extEntries(value: Uint8Array): Entry[] | null {
  const entries: Entry[] = [];
  for (let at = listHead.size; at < value.length;) {
    if (at + shortEntry.size > value.length) return null;
    const entry = decode(shortEntry, value, at);
    const isNamed = NAMED.has(entry.tag);
    const size = isNamed ? listEntry.size : shortEntry.size;
    if (at + size > value.length) return null;
    entries.push(isNamed ? decode(listEntry, value, at) : { ...entry, id: NO_ID });
    at += size;
  }
  return entries;
}

function xfsEntries(value: Uint8Array): Entry[] | null {
  const { count } = decode(xfsHead, value);
  if (value.length !== xfsHead.size + count * xfsEntry.size) return null;
  return Array.from({ length: count }, (_, nth): Entry => {
    const entry = decode(xfsEntry, value, xfsHead.size + nth * xfsEntry.size);
    return NAMED.has(entry.tag) ? entry : { ...entry, id: NO_ID };
  });
}

function programEntries(value: Uint8Array): Entry[] | null {
  if ((value.length - listHead.size) % listEntry.size !== 0) return null;
  const entries: Entry[] = [];
  for (let at = listHead.size; at < value.length; at += listEntry.size)
    entries.push(decode(listEntry, value, at));
  return entries;
}

/** Whom an entry is about. */
const SUBJECTS: ReadonlyMap<number, string> = new Map([
  [0x01, "user"],
  [0x02, "user"],
  [0x04, "group"],
  [0x08, "group"],
  [0x10, "mask"],
  [0x20, "other"],
]);

/** "user:1000:r-x"; null for an entry that no system has. */
function entryText({ tag, permissions, id }: Entry): string | null {
  const subject = SUBJECTS.get(tag);
  if (subject === undefined || permissions > 7) return null;
  const letters = [4, 2, 1].map((bit, nth) => ((permissions & bit) === 0 ? "-" : "rwx"[nth])).join("");
  return `${subject}:${NAMED.has(tag) ? id : ""}:${letters}`;
}

/** Whether an attribute is an access list of POSIX, for a file or for what is made in a folder. */
export const isAccessList = ({ name }: NodeAttribute): boolean => KEYS.has(name);

/**
 * An access list as a record of its own, in text: as an extended attribute no reader of a tar takes one. ext and XFS store access lists
 * in layouts of their own. Null for an access list that is damaged.
 */
export function accessListRecord({ name, value }: NodeAttribute): PaxRecord | null {
  const key = KEYS.get(name);
  if (key === undefined || value.length < listHead.size) return null;
  const { version } = decode(listHead, value);
  const entries =
    version === VERSION
      ? programEntries(value)
      : version === EXT_VERSION
        ? extEntries(value)
        : xfsEntries(value);
  const texts = entries?.map(entryText) ?? [null];
  return texts.includes(null) || texts.length === 0 ? null : { key, value: texts.join(",") };
}

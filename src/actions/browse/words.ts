import type { ExtractKind } from "../../../workers/api/index.ts";

/** All text of what is done with files of the virtual disk. */
export const WORDS = {
  extract: {
    folder: "Extract to folder",
    tar: "Extract as tar",
    zip: "Extract as zip",
  } satisfies Readonly<Record<ExtractKind, string>>,
  /** What is left of an extraction that was cancelled. */
  keptInFolder: (folder: string) => `${folder} holds the files that were extracted until then.`,

  searching: "Searching names",
  damaged: "Looking for damaged files",
  comparing: "Comparing files",
  deleted: "Looking for deleted files",
  noList: "The search was cancelled.",
  space: "Looking for unused blocks",
  noSpace: "The space was not measured.",

  owner: "Looking for the file",
  noOwner: "The file was not looked for.",
  ownedByNone: (words: string) => `This byte belongs to no file: ${words}.`,
  /** Of the words of an owner that can't be shown in its folder. */
  ownedBy: (words: string) => `This byte is ${words}.`,
  noBlocks: "The file occupies no blocks on the disk.",
  /** A file or folder that only an address names. */
  byNumber: (node: number) => `Inode or record ${node}`,
  cantFindOwner: "Can't look for the file",
  cantGo: "Can't go there",
} as const;

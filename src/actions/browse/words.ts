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
  noList: "The list was not made.",
  space: "Looking for unused blocks",
  noSpace: "The space was not measured.",

  owner: "Looking for the file",
  noOwner: "The file was not looked for.",
  ownedByNone: (words: string) => `No file has this byte: ${words}.`,
  cantFindOwner: "Can't look for the file",
  cantGo: "Can't go there",
} as const;

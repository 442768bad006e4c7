import { CHAINS } from "../fuzz/bases/chains.ts";
import { FILE_SYSTEMS } from "../fuzz/bases/file-systems.ts";
import { MADE } from "../fuzz/bases/made.ts";
import { COSTLY, NEAR_NAMES, ruleFiles } from "../fuzz/bases/near.ts";
import { baseNamed } from "../fuzz/bases/bases.ts";
import { applyMutant } from "../fuzz/mutate/apply.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { caseFile } from "../../workers/testing/cases.ts";
import { withMore } from "../../workers/testing/malformed/cases.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { DAMAGED } from "../../workers/testing/vhdx/damaged-images.ts";
import { DIRTY_BASES } from "../../workers/testing/vhdx/dirty-bases.ts";
import { ImageBuilder } from "../../workers/testing/vhdx/image-builder.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { MUTANTS } from "./mutants.ts";
import type { Subject } from "./opened.ts";
import { FOREIGN, WRECKS } from "./wrecks.ts";

/** A subject by its name, made when it is looked at. */
export interface NamedSubject {
  readonly name: string;
  readonly make: () => Subject | Promise<Subject>;
}

const alone = (name: string, make: () => ReadableStore): NamedSubject => ({
  name,
  make: () => ({ name, files: [{ name: "disk.vhdx", store: make() }] }),
});

/** A disk with two blocks, and an item of the metadata for each choice of flags that a disk may have, with a value and without. */
function itemsOfOthers(): ReadableStore {
  const image = new ImageBuilder();
  for (const block of [0, 3]) {
    image.place(block, image.data / MIB + block);
    image.fill(image.data + block * MIB, MIB, 1 + block);
  }
  const items = Array.from({ length: 8 }, (_, nth) => ({
    itemId: `${String(10 + nth).repeat(4)}-1111-4111-8111-111111111111`,
    isUser: nth & 1,
    isVirtualDisk: (nth >> 1) & 1,
    // A required item that nobody knows makes a disk unreadable.
    isRequired: 0,
    bytes: new Uint8Array(nth >> 2 === 0 ? 0 : 20 + nth).fill(nth),
  }));
  withMore(image, ...items);
  return image.store;
}

/** The image that breaks a rule, or comes as close as possible without breaking it. */
const ofRule =
  (side: "spoil" | "nearMiss") =>
  (code: (typeof NEAR_NAMES)[number]): NamedSubject => ({
    name: code,
    make: () => {
      const { files, picked } = ruleFiles(code, side);
      const [first, ...more] = files;
      if (first === undefined) throw new Error("a rule has an image");
      return {
        name: code,
        files: [first, ...more],
        ...(picked === null ? {} : { picks: new Map([[0, picked]]) }),
      };
    },
  });

const RULES = NEAR_NAMES.filter((code) => !COSTLY.has(code));

/** Images from the field, each with the parent that is opened with it. */
const CASES: readonly (readonly [image: string, ...parents: readonly string[]])[] = [
  ["engine/d1-child", "engine/d1-base"],
  ["engine/d5-child", "engine/d5-base"],
  ["engine/header-sequence-exhausted"],
  ["engine/log-version-1-clean"],
  ["engine/qemu-two-sessions-headers-gone"],
  ["engine/set-field-log-entry"],
  ["engine/shared-and-cut-off"],
  ["engine/u-empty-at-5m"],
  ["engine/zero-entry-with-place"],
  ["anchor-reused"],
  ["first4k"],
  ["head-wiped"],
  ["state5"],
];

const ofCase = async (name: string) => ({
  name: `${name.split("/").at(-1)}.vhdx`,
  store: new MemoryStore(await caseFile(name)),
});

/** Images and chains, by what was done to them. */
export const SUBJECTS = {
  brokenRules: RULES.map(ofRule("spoil")),
  nearMisses: RULES.map(ofRule("nearMiss")),
  damaged: DAMAGED.map(({ name, options, spoil }) =>
    alone(name, () => {
      const image = new ImageBuilder(options);
      spoil(image);
      return image.store;
    }),
  ),
  made: [
    ...Object.entries(MADE).map(([name, make]) => alone(name, make)),
    ...DIRTY_BASES.map(({ name, make }) => alone(name, make)),
    alone("items of other programs", itemsOfOthers),
  ],
  chains: Object.entries(CHAINS).map(([name, make]): NamedSubject => ({
    name,
    make: () => {
      const [first, ...more] = make().files;
      return { name, files: [first, ...more] };
    },
  })),
  /** Needs the cases. */
  cases: CASES.map(([image, ...parents]): NamedSubject => ({
    name: image,
    make: async () => ({
      name: image,
      files: [await ofCase(image), ...(await Promise.all(parents.map(ofCase)))],
    }),
  })),
  fileSystems: Object.entries(FILE_SYSTEMS).map(([name, make]) => alone(name, () => make().files[0].store)),
  wrecks: WRECKS.map(({ name, make }) => alone(name, make)),
  foreign: FOREIGN.map(({ name, make }) => alone(name, make)),
  mutants: MUTANTS.map((mutant, nth): NamedSubject => ({
    name: `${nth} of ${mutant.base}`,
    make: async () => {
      const { files, picks } = applyMutant(await baseNamed(mutant.base), mutant);
      const [first, ...more] = files.flatMap((each) =>
        each === null ? [] : [{ name: each.name, store: each.overlay }],
      );
      if (first === undefined) throw new Error("a mutant has an image");
      return { name: mutant.base, files: [first, ...more], picks };
    },
  })),
};

import { CHAINS } from "../fuzz/bases/chains.ts";
import { MADE } from "../fuzz/bases/made.ts";
import { COSTLY, NEAR_NAMES, ruleFiles } from "../fuzz/bases/near.ts";
import { baseNamed } from "../fuzz/bases/bases.ts";
import { applyMutant } from "../fuzz/mutate/apply.ts";
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
  ],
  chains: Object.entries(CHAINS).map(([name, make]): NamedSubject => ({
    name,
    make: () => {
      const [first, ...more] = make().files;
      return { name, files: [first, ...more] };
    },
  })),
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

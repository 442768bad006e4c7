import type { ErrorCode } from "../../../workers/api/index.ts";
import type { OpenLink } from "../../../workers/engine/image/opened-image.ts";
import type { OpenFile } from "../../../workers/engine/image/open-source.ts";
import type { OpenedImage } from "../../../workers/engine/image/opened-image.ts";
import { type ViewContext, viewContext } from "../../../workers/engine/views/context.ts";
import type { Random } from "../random.ts";

/** A mutant that is open. */
export interface Subject {
  readonly file: OpenFile;
  /** All open files, the image first. */
  readonly links: readonly OpenLink[];
  readonly random: Random;
}

/** Something that a user can do to an open image. What it throws that is no `VhdxError` with one of its codes is a bug. */
export interface Visit {
  readonly name: string;
  /** Codes with which the engine may refuse it because of what is in the image. */
  readonly refusals: readonly ErrorCode[];
  /** Bytes that it asks for by itself, beyond what the image's structures come to. */
  readonly asked?: number;
  /** Of how many mutants it is made, from 0 to 1; all where nothing is said. What takes long is made of a sample. */
  readonly share?: number;
  run(subject: Subject): void | Promise<void>;
}

/** Entries of the active sequence that a replay of the image can be stopped at. */
const activeCount = (image: OpenedImage): number => (image.canReplay ? (image.log?.active.length ?? 0) : 0);

/** The layers that a user sees: as stored, replayed, and replayed in part where there are several entries. */
export function contextsOf({ file, random }: Subject): readonly ViewContext[] {
  const { image } = file;
  const layers = [image.own];
  if (image.canReplay) layers.push(image.best);
  const count = activeCount(image);
  if (count > 1) layers.push(image.layer({ name: "replayed", upTo: 1 + random.below(count - 1) }));
  return layers.map((layer) => viewContext(image, layer));
}

/** One of them. */
export const someContext = (subject: Subject): ViewContext => subject.random.pick(contextsOf(subject));

/** @throws Error: what the engine says does not fit what it says elsewhere. */
export function hold(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`does not hold: ${sentence}`);
}

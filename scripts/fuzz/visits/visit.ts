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

/** Something that a user can do with an open image. Any exception but a `VhdxError` with one of `refusals` is a bug. */
export interface Visit {
  readonly name: string;
  /** Codes with which the engine may refuse the visit because of the image's content. */
  readonly refusals: readonly ErrorCode[];
  /** Bytes that the visit itself reads, beyond the image's structures. */
  readonly asked?: number;
  /** Share of mutants that get the visit, from 0 to 1; by default all. A slow visit is made to a sample. */
  readonly share?: number;
  run(subject: Subject): void | Promise<void>;
}

/** Number of entries at which a replay of the image can stop. */
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

/** One of these layers. */
export const someContext = (subject: Subject): ViewContext => subject.random.pick(contextsOf(subject));

/** @throws Error if the condition is false: the engine contradicts itself. */
export function hold(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`does not hold: ${sentence}`);
}

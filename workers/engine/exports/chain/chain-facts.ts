import { VhdxError } from "../../../shared/error.ts";
import { ancestors } from "../../image/lineage.ts";
import type { Gate } from "../../jobs/jobs.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { firstObstacle } from "../pieces/disk-pieces.ts";
import { type ExportFacts, refused } from "../export-facts.ts";
import { mergeProblem } from "./merge.ts";

/** What flattening a chain or merging a child would give. */
export async function chainFacts(
  kind: "flatten-dynamic" | "flatten-fixed" | "merge",
  image: OpenedImage,
  layer: Layer,
  gate: Gate,
): Promise<ExportFacts> {
  const [parent] = ancestors(image);
  const { facts } = layer.structures;
  if (facts.type !== "differencing") return refused("This disk has no parent, so there is no chain to join.");
  try {
    const obstacle = await firstObstacle(image.disk(layer), gate);
    const problem = obstacle?.message ?? (kind === "merge" ? mergeProblem(image, layer) : null);
    if (problem !== null) return refused(problem);
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "not-available") return refused(thrown.message);
    throw thrown;
  }
  const changes =
    kind === "merge"
      ? [
          `The file is ${parent?.name ?? "the parent"} with this disk's data over it; neither is changed.`,
          "DataWriteGuid is this disk's: its own children match the new file without a change.",
          "Other children of the parent do not match the new file: keep the parent for them.",
        ]
      : [
          `${ancestors(image).length + 1} files become one without a parent; none of them is changed.`,
          "DataWriteGuid and FileWriteGuid are new, the page 83 id stays.",
        ];
  return { available: true, note: null, size: null, changes };
}

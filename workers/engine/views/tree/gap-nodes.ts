import { countText, sizeText } from "../../../shared/text.ts";
import { type FileRun, gapAt, gaps } from "../maps/file-runs.ts";
import { type NodeInfo, type NodeSource, window } from "./source.ts";
import { nodeId } from "../../../shared/node-id.ts";

const gapNode = (run: FileRun, index: number): NodeInfo => ({
  id: nodeId("gap", run.start),
  parent: nodeId("gaps"),
  index,
  label: run.label,
  detail: null,
  offset: run.start,
  length: run.end - run.start,
  childCount: 0,
});

/** What no structure and no block occupies. */
export const gapsSource: NodeSource = {
  node: ({ image, layer }) => {
    const all = gaps(image, layer);
    const bytes = all.reduce((sum, run) => sum + run.end - run.start, 0);
    return {
      id: nodeId("gaps"),
      parent: null,
      index: 9,
      label: "Unused space",
      detail: `${countText(all.length, "run")}, ${sizeText(bytes)}`,
      offset: null,
      length: 0,
      childCount: all.length,
    };
  },
  children: ({ image, layer }, _place, first, count) => {
    const all = gaps(image, layer);
    return window(all.length, first, count, (index) => {
      const run = all[index];
      return run === undefined ? null : gapNode(run, index);
    });
  },
  struct: () => null,
  locate: () => ({ id: nodeId("gaps"), field: null }),
};

export const gapSource: NodeSource = {
  node: ({ image, layer }, place) => {
    const run = place.kind === "gap" ? gapAt(image, layer, place.numbers[0]) : null;
    return run === null ? null : gapNode(run, gaps(image, layer).indexOf(run));
  },
  children: () => [],
  struct: () => null,
  locate: ({ image, layer }, offset) => {
    const run = gapAt(image, layer, offset);
    return { id: run === null ? nodeId("gaps") : run.node, field: null };
  },
};

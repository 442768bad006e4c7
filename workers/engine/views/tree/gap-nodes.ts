import { countText, sizeText } from "../../../shared/text.ts";
import { type FileRun, gapAt, gaps } from "../maps/file-runs.ts";
import { type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

const gapNode = (run: FileRun, index: number): NodeInfo => ({
  id: `gap/${run.start}`,
  parent: "gaps",
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
      id: "gaps",
      parent: null,
      index: 9,
      label: "Unused space",
      detail: `${countText(all.length, "run")}, ${sizeText(bytes)}`,
      offset: null,
      length: 0,
      childCount: all.length,
    };
  },
  children: ({ image, layer }, parts, first, count) => {
    const all = parts.length === 0 ? gaps(image, layer) : [];
    return window(all.length, first, count, (index) => {
      const run = all[index];
      return run === undefined ? null : gapNode(run, index);
    });
  },
  fields: () => null,
  locate: () => ({ id: "gaps", field: null }),
};

export const gapSource: NodeSource = {
  node: ({ image, layer }, parts) => {
    const offset = numberPart(parts, 0);
    const run = offset === null ? null : gapAt(image, layer, offset);
    return run === null ? null : gapNode(run, gaps(image, layer).indexOf(run));
  },
  children: () => [],
  fields: () => null,
  locate: ({ image, layer }, offset) => {
    const run = gapAt(image, layer, offset);
    return { id: run === null ? "gaps" : run.node, field: null };
  },
};

import type { CompareRequest, LayerRef } from "../../../workers/api/index.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { listDescriptors, writtenBytes } from "../../../workers/engine/views/log-descriptors.ts";
import { summaryOf } from "../../../workers/engine/report/summary.ts";
import { batPage } from "../../../workers/engine/views/bat-page.ts";
import { compare } from "../../../workers/engine/views/compare/compare.ts";
import { viewContext } from "../../../workers/engine/views/context.ts";
import { diskBytes } from "../../../workers/engine/views/bytes/disk-bytes.ts";
import { diskMap } from "../../../workers/engine/views/maps/disk-map.ts";
import { fileMap } from "../../../workers/engine/views/maps/file-map.ts";
import { fileBytes } from "../../../workers/engine/views/bytes/layer-bytes.ts";
import { contextsOf, hold, someContext, type Visit } from "./visit.ts";

const ORIGINAL: LayerRef = { name: "original", upTo: null };
const REPLAYED: LayerRef = { name: "replayed", upTo: null };
const ROWS = 64;

export const SCREEN_VISITS: readonly Visit[] = [
  {
    name: "summary and verdict",
    refusals: [],
    run: ({ file }) => {
      file.image.look(file.image.best);
      const { verdict } = summaryOf("image-1", file);
      hold(/^[\p{Lu}\p{N}].*[.!?]$/su.test(verdict.sentence), `a sentence: ${verdict.sentence}`);
    },
  },
  {
    name: "BAT rows",
    refusals: [],
    run: (subject) => {
      for (const context of contextsOf(subject)) {
        const { total } = batPage(context, 0, ROWS);
        batPage(context, subject.random.below(total + ROWS), ROWS);
      }
    },
  },
  {
    name: "maps",
    refusals: [],
    run: (subject) => {
      const context = someContext(subject);
      const { size } = context.layer.store;
      let end = 0;
      for (const { offset, length } of fileMap(context, 0, size, 300).pieces) {
        hold(offset === end && length > 0, `a piece of the map at ${offset} after ${end}`);
        end = offset + length;
      }
      hold(end === size, `the map ends at ${end} of ${size}`);
      fileMap(context, subject.random.below(size + 1), subject.random.below(size + 1), 50);
      const { states, totalBlocks } = diskMap(context, 0, 1 + subject.random.below(2 ** 27), 100);
      const counted = states.reduce((sum, each) => sum + each, 0);
      hold(counted <= totalBlocks, `${counted} states of ${totalBlocks} blocks`);
    },
  },
  {
    name: "compare",
    share: 0.08,
    refusals: [],
    // A log may zero more than can be compared, so only a part is.
    asked: 2 * 256 * MIB,
    run: ({ file: { image } }) => {
      const requests: CompareRequest[] = [
        { kind: "headers", layer: ORIGINAL },
        { kind: "region-tables", layer: image.canReplay ? REPLAYED : ORIGINAL },
      ];
      if (image.canReplay) requests.push({ kind: "layers", a: ORIGINAL, b: REPLAYED });
      for (const request of requests) compare((ref) => viewContext(image, image.layer(ref)), request);
    },
  },
  {
    name: "bytes of the file",
    share: 0.15,
    refusals: [],
    run: (subject) => {
      const context = someContext(subject);
      const { size } = context.layer.store;
      for (const offset of [0, subject.random.below(size + 1), Math.max(0, size - 100), size])
        fileBytes(context, offset, 4096);
      fileBytes(context, subject.random.below(size + 1), MIB);
    },
    asked: 4 * MIB,
  },
  {
    name: "bytes of the disk",
    share: 0.3,
    refusals: ["not-available"],
    run: (subject) => {
      for (const context of contextsOf(subject)) {
        const disk = context.image.disk(context.layer);
        for (const offset of [0, subject.random.below(disk.size), Math.max(0, disk.size - 700), disk.size])
          diskBytes(context, disk, offset, 8192);
        const { bytes, extents } = diskBytes(context, disk, subject.random.below(disk.size), 256 * 1024);
        const told = extents.reduce((sum, { length }) => sum + length, 0);
        hold(told === bytes.length, `the extents come to ${told} of ${bytes.length} bytes`);
      }
    },
    asked: 8 * MIB,
  },
  {
    name: "what log entries write",
    refusals: [],
    run: (subject) => {
      const { log } = subject.file.image;
      if (log === null || log.entries.length === 0) return;
      const context = someContext(subject);
      for (let nth = 0; nth < 4; nth++) {
        const { entry } = subject.random.pick(log.entries);
        const count = entry.header.descriptorCount;
        const listed = listDescriptors({ log, entry }, context.layer, subject.random.below(count + 1), ROWS);
        if (listed.length > 0) writtenBytes({ log, entry }, subject.random.below(count));
      }
    },
  },
];

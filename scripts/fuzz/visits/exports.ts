import { MIB } from "../../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { diskPieces } from "../../../workers/engine/exports/pieces/disk-pieces.ts";
import { Exporter } from "../../../workers/engine/exports/exporter.ts";
import { filePieces, layerFile } from "../../../workers/engine/exports/pieces/layer-file.ts";
import { parentFiles } from "../../../workers/engine/exports/chain/parent-files.ts";
import { pieceLength } from "../../../workers/engine/exports/pieces/pieces.ts";
import { EXPORT_KINDS } from "../../../workers/testing/engine/export-kinds.ts";
import { reportOf } from "./reports.ts";
import { contextsOf, hold, type Subject, someContext, type Visit } from "./visit.ts";

/** Pieces looked at of a list that a job would go on with. */
const MOST_PIECES = 5000;
const SMALL = 8 * MIB;
const NO_DIGESTS = { digests: null, bookmarks: [] };

/** An exporter of a layer, as the session makes it. */
export const exporterOf = (subject: Subject, context: ReturnType<typeof someContext>) =>
  new Exporter(subject.file, context, () => reportOf(subject, context));

export const EXPORT_VISITS: readonly Visit[] = [
  {
    name: "plans of exports",
    share: 0.2,
    refusals: [],
    run: async (subject) => {
      for (const context of contextsOf(subject)) {
        const exporter = exporterOf(subject, context);
        for (const kind of EXPORT_KINDS) {
          const { available, note, fileName } = await exporter.plan(kind, UNATTENDED);
          hold(available || note !== null, `why there is no ${kind}`);
          hold(fileName.length > 0, `a name for ${kind}`);
        }
      }
    },
  },
  {
    name: "pieces of copies",
    share: 0.5,
    refusals: ["not-available", "unreadable-block", "needs-parent"],
    run: (subject) => {
      const { image, layer } = someContext(subject);
      const { store } = layer;
      const file = layerFile(subject.file.file, store);
      let at = 0;
      let count = 0;
      for (const piece of filePieces(file)) {
        if (piece.kind === "store")
          hold(piece.offset + piece.length <= piece.store.size, "a piece of the file");
        at += pieceLength(piece);
        if (++count === MOST_PIECES) return;
      }
      hold(at === store.size, `the pieces come to ${at} of ${store.size}`);
      const disk = image.disk(layer);
      count = 0;
      for (const piece of diskPieces(disk, [file, ...parentFiles(image, layer)])) {
        if (piece.kind === "store")
          hold(piece.offset + piece.length <= piece.store.size, "a piece of the disk");
        if (++count === MOST_PIECES) return;
      }
    },
  },
  {
    name: "patch",
    share: 0.05,
    refusals: ["not-available"],
    asked: 4 * SMALL,
    run: async (subject) => {
      const { image } = subject.file;
      if (!image.canReplay) return;
      const { store } = image.best;
      let written = 0;
      for (const { start, end } of store.writtenRuns()) written += end - start;
      if (written > SMALL) return;
      const context = contextsOf(subject)[1];
      if (context === undefined) return;
      const { blob } = await exporterOf(subject, context).run(
        "patch",
        { kind: "download" },
        NO_DIGESTS,
        UNATTENDED,
      );
      hold(blob !== null && blob.size > 0, "a patch has bytes");
    },
  },
  {
    name: "packed disk",
    share: 0.03,
    refusals: ["not-available", "needs-parent"],
    asked: 4 * SMALL,
    run: async (subject) => {
      const exporter = exporterOf(subject, someContext(subject));
      const { available, atMost } = await exporter.plan("raw-packed", UNATTENDED);
      if (!available || atMost === null || atMost > SMALL) return;
      const { blob } = await exporter.run("raw-packed", { kind: "download" }, NO_DIGESTS, UNATTENDED);
      hold(
        blob !== null && blob.size < atMost + SMALL,
        "a packed disk is no longer than was said beforehand",
      );
    },
  },
];

import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { OpfsStore } from "../../store/opfs-store.ts";
import { readUpTo } from "../../store/store.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { MemoryHandle } from "../../testing/engine/memory-handle.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { viewContext } from "../views/context.ts";
import { WorkingEdits } from "./working-edits.ts";

beforeAll(loadCrc32c);

const linkage = (digit: string) => `{${digit.repeat(8)}-1111-4111-8111-111111111111}`;
const childOf = (path: string) =>
  new ImageBuilder({
    type: "differencing",
    parent: { parent_linkage: linkage("a"), relative_path: path },
  });

it("relinks a disk whose log holds another locator: what the log wrote stays", () => {
  const builder = childOf("old.vhdx");
  const later = childOf("later.vhdx");
  const writes = [];
  for (let at = 0; at < 80 * 1024; at += LOG_SECTOR) {
    const fileOffset = builder.metadata.offset + at;
    writes.push({ fileOffset, sector: readUpTo(later.store, fileOffset, LOG_SECTOR) });
  }
  builder.addLogEntry(0, { writes });
  builder.setHeaders({ logGuid: LOG_GUID });
  const { store } = builder;
  const open = () => new OpenedImage(new CachedStore(store));
  const image = open();
  new WorkingEdits(new OpfsStore(new MemoryHandle(store))).apply(
    { kind: "relink", change: { linkage: linkage("b"), paths: {}, dropLinkage2: false } },
    // The Original layer, on which the page may stand, shows the file without its log.
    viewContext(image, image.own),
  );
  const { own, headers } = open();
  expect(headers.dirty).toBe(false);
  expect(own.structures.facts.parent?.values).toEqual({
    parent_linkage: linkage("b"),
    relative_path: "later.vhdx",
  });
});

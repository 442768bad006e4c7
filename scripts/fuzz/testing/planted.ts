import { VhdxError } from "../../../workers/shared/error.ts";
import type { Store } from "../../../workers/store/store.ts";
import { HEADER_OFFSETS } from "../../../workers/vhdx/headers/header-section.ts";
import { fileIdentifier } from "../../../workers/vhdx/structs/file-identifier.ts";
import { header } from "../../../workers/vhdx/structs/header.ts";
import type { Rule, Wrap } from "../judge.ts";
import type { Visit } from "../visits/visit.ts";

/** A mistake that an engine could have, made by a visit or a broken wrapper, and the invariant that it breaks. */
export interface Planted {
  readonly name: string;
  readonly rule: Rule;
  readonly run: Visit["run"];
  readonly wrap?: Wrap;
  /** The only bytes of the file that it shows by: a mutant that leaves them alone need not be tried. */
  readonly shownBy?: { readonly start: number; readonly end: number };
}

export const PLANTED: readonly Planted[] = [
  {
    name: "a place in the file that is believed",
    rule: "outside",
    run: ({ file: { image, file } }) => {
      const { active } = image.headers;
      if (active !== null) file.read(Number(active.values.logOffset), new Uint8Array(4096));
    },
  },
  {
    name: "a last page that is read whole",
    rule: "outside",
    run: ({ file: { file } }) =>
      file.read(file.size - (file.size % 4096), new Uint8Array(file.size % 4096 && 4096)),
  },
  {
    name: "a loop over all of a file that may be nothing but holes",
    rule: "loops",
    run: ({ file: { file } }) => {
      let odd = 0;
      for (let at = 0; at < Math.min(file.size, 2 ** 30); at += 16) odd ^= at;
      if (Number.isNaN(odd)) throw new Error("cannot be");
    },
  },
  {
    name: "a table as long as the file says",
    rule: "memory",
    run: ({ file: { file } }) => {
      new Uint8Array(Math.min(Math.floor(file.size / 8), 80 * 1024 * 1024)).fill(1);
    },
  },
  {
    name: "the whole log read for each of its entries",
    rule: "reads",
    run: ({ file: { image, file } }) => {
      const { log } = image.headers;
      if (log === null) return;
      for (const { entry } of image.log?.entries ?? [])
        for (let nth = 0; nth < Math.min(entry.header.descriptorCount, 200); nth++)
          file.read(log.offset, new Uint8Array(log.length));
    },
  },
  {
    name: "a text that is taken for an address",
    rule: "exception",
    run: ({ file: { image } }) => {
      decodeURIComponent(image.identifier.creator);
    },
    shownBy: { start: 0, end: fileIdentifier.size },
  },
  {
    name: "a refusal that nobody foresees",
    rule: "exception",
    run: ({ file: { image } }) => {
      if (image.headers.active === null) throw new VhdxError("internal", "no header");
    },
    shownBy: { start: HEADER_OFFSETS[0], end: HEADER_OFFSETS[1] + header.size },
  },
  {
    name: "findings in an order of chance",
    rule: "unstable",
    run: ({ file: { image } }) => {
      const findings = image.findings.bind(image);
      const order = new Map<string, number>();
      const weight = (text: string) => order.get(text) ?? order.set(text, Math.random()).get(text) ?? 0;
      image.findings = (layer) => findings(layer).toSorted((a, b) => weight(a.message) - weight(b.message));
    },
  },
  {
    name: "a write to the original through its store",
    rule: "written",
    run: ({ file: { image, file } }) => {
      if (image.headers.dirty) (file as unknown as Store).write(0, Uint8Array.of(0));
    },
  },
  {
    name: "a write to the original behind its store's back",
    rule: "written",
    run: () => {},
    wrap: (store) => ({
      get size() {
        return store.size;
      },
      read: (offset, into) => {
        store.read(offset, into);
        if (offset === 0) (store as Store).write(100, Uint8Array.of(1));
      },
      readBulk: (offset, length) => store.readBulk(offset, length),
    }),
  },
];

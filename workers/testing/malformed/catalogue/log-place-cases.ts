import { GIB, MIB } from "../../../shared/numbers.ts";
import type { LOG_PLACE } from "../../../vhdx/findings/catalogue/log-place-rules.ts";
import { LOG_GUID } from "../../vhdx/image-builder.ts";
import { crash, type RuleCase } from "./case.ts";

export const LOG_PLACE_CASES: Record<keyof typeof LOG_PLACE, RuleCase> = {
  "log-version": {
    spoil: (image) => image.setHeaders({ logVersion: 1, logGuid: LOG_GUID }),
    nearMiss: (image) => crash(image),
  },
  "log-version-ignored": {
    spoil: (image) => image.setHeaders({ logVersion: 1 }),
    nearMiss: (image) => image.setHeaders({ logVersion: 0 }),
  },
  "log-geometry": {
    spoil: (image) => image.setHeaders({ logOffset: BigInt(image.data + 4096) }),
    nearMiss: (image) => image.setHeaders({ logOffset: BigInt(image.data) }),
  },
  "log-in-header": {
    spoil: (image) => image.setHeaders({ logOffset: BigInt(MIB - 4096) }),
    nearMiss: (image) => image.setHeaders({ logOffset: BigInt(MIB) }),
  },
  "log-too-far": {
    spoil: (image) => image.setHeaders({ logOffset: 2n ** 53n }),
    nearMiss: (image) => image.setHeaders({ logOffset: 2n ** 53n - BigInt(MIB) }),
  },
  "log-too-long": {
    spoil: (image) => image.setHeaders({ logLength: GIB + MIB }),
    nearMiss: (image) => image.setHeaders({ logLength: GIB }),
  },
  "log-beyond-file": {
    spoil: (image) => image.setHeaders({ logOffset: BigInt(image.store.size) }),
    nearMiss: (image) => image.setHeaders({ logOffset: BigInt(image.store.size - MIB) }),
  },
  "log-none": {
    spoil: (image) => image.setHeaders({ logLength: 0 }),
    nearMiss: (image) => image.setHeaders({ logLength: MIB }),
  },
  "log-missing": {
    spoil: (image) => image.setHeaders({ logLength: 0, logGuid: LOG_GUID }),
    nearMiss: (image) => image.setHeaders({ logLength: 0 }),
  },
};

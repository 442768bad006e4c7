import { describe, expect, it } from "vitest";
import { type DiskFacts, NO_FACTS } from "../metadata/disk-facts.ts";
import { linkageFindings, type LinkedParent } from "./linkage.ts";

const GUID = "11111111-1111-1111-1111-111111111111";
const OTHER = "22222222-2222-2222-2222-222222222222";

const CHILD: DiskFacts = {
  ...NO_FACTS,
  type: "differencing",
  virtualSize: 1024 * 1024,
  logicalSectorSize: 512,
  diskId: "disk",
  parent: {
    entries: [],
    values: { parent_linkage: GUID, relative_path: ".\\base.vhdx" },
    linkage: GUID,
    linkage2: null,
    paths: [".\\base.vhdx"],
  },
};

const parent = (facts: Partial<DiskFacts> = {}, is: Partial<LinkedParent> = {}): LinkedParent => ({
  name: "base.vhdx",
  dataWriteGuid: GUID,
  diskId: "disk",
  facts: { ...CHILD, type: "dynamic", parent: null, ...facts },
  ...is,
});

const codes = (...args: Parameters<typeof linkageFindings>) =>
  linkageFindings(...args).map(({ code, severity }) => `${code} ${severity}`);

describe("linkageFindings", () => {
  it("are none where the parent fits", () => {
    expect(codes(CHILD, parent(), null)).toEqual([]);
  });

  it("name the parent that is missing", () => {
    const [missing] = linkageFindings(CHILD, null, null);
    expect(missing).toMatchObject({ code: "parent-not-found", severity: "warning" });
    expect(missing?.message).toContain("base.vhdx");
  });

  it("say what another DataWriteGuid means", () => {
    const message = (is: Partial<LinkedParent>) =>
      linkageFindings(CHILD, parent({}, { dataWriteGuid: OTHER, ...is }), null)[0]?.message;
    expect(codes(CHILD, parent({}, { dataWriteGuid: OTHER }), null)).toEqual([
      "parent-linkage-mismatch fatal",
    ]);
    expect(message({})).toMatch(/written after this child was made.*it is the same disk/);
    expect(message({ diskId: "another" })).toMatch(/written after this child was made.*the parent's name/);
    expect(message({ diskId: "another", name: "else.vhdx" })).toMatch(/else\.vhdx is not this disk's parent/);
  });

  it("are none either where the parent has the identity that a merge gives it", () => {
    const merging = { ...CHILD, parent: CHILD.parent && { ...CHILD.parent, linkage: OTHER, linkage2: GUID } };
    expect(codes(merging, parent(), null)).toEqual([]);
  });

  it("weigh sizes and sectors", () => {
    expect(codes(CHILD, parent({ virtualSize: 512 * 1024 }), null)).toEqual(["parent-smaller info"]);
    expect(codes(CHILD, parent({ virtualSize: 2 * 1024 * 1024 }), null)).toEqual(["parent-larger warning"]);
    expect(codes(CHILD, parent({ logicalSectorSize: 4096 }), null)).toEqual(["parent-sector-size fatal"]);
  });

  it("say why a parent is refused", () => {
    expect(codes(CHILD, null, "cycle")).toEqual(["chain-cycle fatal"]);
    expect(codes(CHILD, null, "same-file")).toEqual(["parent-is-child fatal"]);
    expect(codes(CHILD, null, "too-deep")).toEqual(["chain-too-deep fatal"]);
  });
});

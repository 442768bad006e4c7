import type { ReadableStore } from "../../store/store.ts";
import type { FileContent } from "../file-system.ts";
import { readList } from "./attribute-list.ts";
import { type Attribute, TYPE } from "./attributes.ts";
import type { Geometry } from "./geometry.ts";
import type { Mft } from "./mft.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { MftRecord } from "./record.ts";
import type { ClusterValue } from "./run-content.ts";
import { openValue, partsOf } from "./value.ts";

/** A file or folder with the attributes of all of its records. */
export interface NtfsNode {
  readonly record: MftRecord;
  readonly attributes: readonly Attribute[];
  /** Whether every attribute that it has was found. */
  readonly isWhole: boolean;
  /** Records beside its own. */
  readonly extensions: readonly number[];
}

/** What is needed of a node: of values in many parts the first one says the size, and opening needs all. */
type Need = "first parts" | "all parts";

/** Nodes from their records. */
export class Nodes {
  readonly volume: ReadableStore;
  readonly geometry: Geometry;
  readonly mft: Mft;
  readonly problems: ProblemList;

  constructor(volume: ReadableStore, geometry: Geometry, mft: Mft, problems: ProblemList) {
    this.volume = volume;
    this.geometry = geometry;
    this.mft = mft;
    this.problems = problems;
  }

  /** A node in use; null where it is free, extends another one, or can't be read. */
  node(number: number, need: Need): NtfsNode | null {
    const record = this.mft.record(number);
    return record === null || !record.isInUse || record.base !== null ? null : this.of(record, need);
  }

  /** A node in use, or what the record of a deleted one still says; null where it says nothing, extends another one, or can't be read. */
  nodeOrDeleted(number: number, need: Need): NtfsNode | null {
    const record = this.mft.record(number);
    if (record === null || record.base !== null) return null;
    return record.isInUse || record.attributes.length > 0 ? this.of(record, need) : null;
  }

  /** The node of a record, in use or not. */
  of(record: MftRecord, need: Need): NtfsNode {
    const list = this.value(record.attributes, TYPE.attributeList, "");
    const isWhole = record.isWhole && !record.isTorn;
    if (list === null) return { record, attributes: record.attributes, isWhole, extensions: [] };
    const attributes = [...record.attributes];
    const extensions = new Set<number>();
    const taken = new Set<string>();
    const entries = readList(list);
    let missing = entries === null;
    for (const entry of entries ?? []) {
      if (entry.record === record.number) continue;
      if (need === "first parts" && entry.lowestVcn !== 0) continue;
      // A list that names one attribute again and again would be read again and again.
      const key = `${entry.record} ${entry.id}`;
      if (taken.has(key)) continue;
      taken.add(key);
      const found = this.#extension(record, entry.record, entry.sequence);
      const attribute = found?.attributes.find((each) => each.id === entry.id && each.type === entry.type);
      if (attribute === undefined) missing = true;
      else attributes.push(attribute);
      if (found !== null) extensions.add(entry.record);
    }
    if (missing && record.isInUse)
      this.problems.add(
        "attributes-missing",
        "error",
        `Attributes of MFT record ${record.number} are in records that can't be read.`,
        {
          run: { offset: this.mft.place(record.number, 0), length: this.geometry.recordSize },
          node: record.number,
        },
      );
    return { record, attributes, isWhole: isWhole && !missing, extensions: [...extensions] };
  }

  #extension(base: MftRecord, number: number, sequence: number): MftRecord | null {
    const record = this.mft.record(number);
    if (record === null || record.base !== base.number) return null;
    return sequence === 0 || record.sequence === sequence ? record : null;
  }

  /** A value of a node; null where there is none. @param stillFree of a deleted file, as `openValue` takes it */
  value(
    attributes: readonly Attribute[],
    type: number,
    name: string,
    stillFree?: ClusterValue["stillFree"],
  ): FileContent | null {
    const parts = partsOf(attributes, type, name);
    const place = (record: number, at: number) => this.mft.place(record, at);
    return openValue(this.volume, parts, this.geometry.clusterSize, place, stillFree);
  }
}

import type { ReadableStore } from "../../store/store.ts";
import type { ProblemList } from "../common/problem-list.ts";
import type { Geometry } from "./geometry.ts";
import { Groups } from "./groups.ts";
import { VolumeBase } from "./volume-base.ts";

/** A volume with an ext file system: what all parts of the reader share. */
export class ExtVolume extends VolumeBase {
  readonly groups: Groups;

  constructor(store: ReadableStore, geometry: Geometry, problems: ProblemList) {
    super(store, geometry, problems);
    this.groups = new Groups(this);
  }
}

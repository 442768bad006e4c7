import type { FileNode, FilesField, FilesStructure } from "../../api/index.ts";
import { decode, type FieldSpec, type Kind, type KindValues, type Struct } from "../../bytes/struct.ts";
import type { FsStructure } from "../../fs/file-system.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { valueText } from "../views/field-list.ts";
import type { OpenSystem } from "./open-systems.ts";

/** Structures of one answer at most. */
const MOST_STRUCTURES = 4096;

function fieldsOf({ place, reader }: OpenSystem, { table, offset }: FsStructure): readonly FilesField[] {
  const struct: Struct | undefined = reader.tables.find(({ name }) => name === table);
  const bytes = struct === undefined ? null : tryRead(place.store, offset, struct.size);
  if (struct === undefined || bytes === null) return [];
  const values = decode(struct, bytes);
  return Object.entries(struct.fields).map(([name, anySpec]) => {
    const spec = anySpec as FieldSpec;
    return {
      name: spec.label,
      meaning: spec.meaning,
      value: valueText(spec, values[name] as KindValues[Kind]),
      offset: spec.offset,
      length: spec.length,
    };
  });
}

/** Structures of a node, or of the file system as a whole, with their fields. */
export function structureList(system: OpenSystem, node: FileNode | null): readonly FilesStructure[] {
  return system.fs
    .structures(node)
    .slice(0, MOST_STRUCTURES)
    .map((structure): FilesStructure => {
      const { label, offset, length } = structure;
      const [first] = system.place.store.within(offset, 1);
      return {
        label,
        volume: { offset, length },
        diskOffset: first?.disk ?? null,
        fields: fieldsOf(system, structure),
      };
    });
}

import { ChoiceField, FieldGrid, TextField } from "../../parts/Field.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import type { NewDiskForm } from "./form.ts";
import { TargetFields, type TargetFieldsProps } from "./TargetFields.tsx";
import type { NewDiskFormState } from "./use-new-disk-form.ts";
import { WORDS } from "./words.ts";

const BLOCK_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => `${size} MiB`);
const LOG_SIZES = [1, 2, 4, 8, 16, 32, 64].map((size) => `${size} MiB`);
const SECTOR_SIZES = [
  { value: "512", label: WORDS.sectors.bytes512 },
  { value: "4096", label: WORDS.sectors.bytes4096 },
];
const TYPES = [
  { value: "dynamic", label: WORDS.types.dynamic },
  { value: "fixed", label: WORDS.types.fixed },
] as const;
const STATES = [
  { value: "0", label: WORDS.blockStates.notPresent },
  { value: "2", label: WORDS.blockStates.zero },
] as const;
const PRESETS = [
  { value: "hyper-v", label: WORDS.presets.hyperV, note: null },
  { value: "qemu", label: WORDS.presets.qemu, note: WORDS.presets.qemuNote },
  { value: "custom", label: WORDS.presets.custom, note: null },
] as const;
const NO_SIZE = WORDS.noSize;

export type NewDiskFieldsProps = Pick<NewDiskFormState, "form" | "change" | "unreadable"> & TargetFieldsProps;

/** The properties of a new disk, and where its file goes. */
export function NewDiskFields({
  form,
  change,
  unreadable,
  fileName,
  place,
  onFileName,
  onPlace,
}: NewDiskFieldsProps) {
  const unread = (name: (typeof unreadable)[number]) => (unreadable.includes(name) ? NO_SIZE : null);
  const fixed = form.type === "fixed";
  return (
    <>
      <RadioBar<NewDiskForm["preset"]>
        label={WORDS.preset}
        showLabel
        value={form.preset}
        options={PRESETS}
        onChange={(preset) => change({ preset })}
      />
      <FieldGrid columns={2}>
        <ChoiceField
          label={WORDS.type}
          hint={fixed ? WORDS.types.fixedHint : WORDS.types.dynamicHint}
          value={form.type}
          options={TYPES}
          onChange={(type) => change({ type })}
        />
        <TextField
          label={WORDS.size}
          hint={WORDS.sizeHint}
          value={form.size}
          problem={unread("size")}
          onChange={(size) => change({ size })}
        />
        <TextField
          label={WORDS.blockSize}
          hint={WORDS.blockSizeHint}
          value={form.blockSize}
          suggestions={BLOCK_SIZES}
          problem={unread("blockSize")}
          onChange={(blockSize) => change({ blockSize })}
        />
        <TextField
          label={WORDS.logSize}
          hint={WORDS.logSizeHint}
          value={form.logSize}
          suggestions={LOG_SIZES}
          problem={unread("logSize")}
          onChange={(logSize) => change({ logSize })}
        />
        <ChoiceField
          label={WORDS.logicalSector}
          hint={WORDS.logicalSectorHint}
          value={form.logicalSectorSize}
          options={SECTOR_SIZES}
          onChange={(logicalSectorSize) => change({ logicalSectorSize })}
        />
        <ChoiceField
          label={WORDS.physicalSector}
          hint={WORDS.physicalSectorHint}
          value={form.physicalSectorSize}
          options={SECTOR_SIZES}
          onChange={(physicalSectorSize) => change({ physicalSectorSize })}
        />
        <ChoiceField
          label={WORDS.blockState}
          hint={fixed ? WORDS.blockStates.fixedHint : WORDS.blockStates.dynamicHint}
          value={form.blockState}
          options={STATES}
          disabled={fixed}
          onChange={(blockState) => change({ blockState })}
        />
        <TextField
          label={WORDS.creator}
          hint={WORDS.creatorHint}
          value={form.creator}
          onChange={(creator) => change({ creator })}
        />
      </FieldGrid>
      <TargetFields {...{ fileName, place, onFileName, onPlace }} />
    </>
  );
}

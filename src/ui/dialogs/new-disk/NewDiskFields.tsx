import { ChoiceField, FieldGrid, TextField } from "../../parts/Field.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import type { NewDiskForm } from "./form.ts";
import { TargetFields, type TargetFieldsProps } from "./TargetFields.tsx";
import type { NewDiskFormState } from "./use-new-disk-form.ts";

const BLOCK_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => `${size} MiB`);
const LOG_SIZES = [1, 2, 4, 8, 16, 32, 64].map((size) => `${size} MiB`);
const SECTOR_SIZES = [
  { value: "512", label: "512 bytes" },
  { value: "4096", label: "4096 bytes" },
];
const TYPES = [
  { value: "dynamic", label: "Dynamic" },
  { value: "fixed", label: "Fixed" },
] as const;
const STATES = [
  { value: "0", label: "Not present (Hyper-V)" },
  { value: "2", label: "Zero (QEMU)" },
] as const;
const PRESETS = [
  { value: "hyper-v", label: "Hyper-V", note: null },
  { value: "qemu", label: "QEMU", note: "The block size depends on the disk's size, as in qemu-img." },
  { value: "custom", label: "Custom", note: null },
] as const;
const NO_SIZE = "Enter a size, such as 64 GiB.";

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
        label="Preset"
        showLabel
        value={form.preset}
        options={PRESETS}
        onChange={(preset) => change({ preset })}
      />
      <FieldGrid columns={2}>
        <ChoiceField
          label="Type"
          hint={fixed ? "The file has its full size from the start" : "The file grows as the disk is written"}
          value={form.type}
          options={TYPES}
          onChange={(type) => change({ type })}
        />
        <TextField
          label="Size"
          hint="What the guest sees: at most 64 TiB"
          value={form.size}
          problem={unread("size")}
          onChange={(size) => change({ size })}
        />
        <TextField
          label="Block size"
          hint="A power of two from 1 to 256 MiB"
          value={form.blockSize}
          suggestions={BLOCK_SIZES}
          problem={unread("blockSize")}
          onChange={(blockSize) => change({ blockSize })}
        />
        <TextField
          label="Log size"
          hint="A whole number of MiB, from 1 to 256"
          value={form.logSize}
          suggestions={LOG_SIZES}
          problem={unread("logSize")}
          onChange={(logSize) => change({ logSize })}
        />
        <ChoiceField
          label="Logical sector size"
          hint="Smallest unit that the guest reads and writes"
          value={form.logicalSectorSize}
          options={SECTOR_SIZES}
          onChange={(logicalSectorSize) => change({ logicalSectorSize })}
        />
        <ChoiceField
          label="Physical sector size"
          hint="Unit that the guest is told to align to"
          value={form.physicalSectorSize}
          options={SECTOR_SIZES}
          onChange={(physicalSectorSize) => change({ physicalSectorSize })}
        />
        <ChoiceField
          label="State of new blocks"
          hint={fixed ? "All blocks of a fixed disk are fully present" : "Both read as zeros"}
          value={form.blockState}
          options={STATES}
          disabled={fixed}
          onChange={(blockState) => change({ blockState })}
        />
        <TextField
          label="Creator"
          hint="Written into the file identifier"
          value={form.creator}
          onChange={(creator) => change({ creator })}
        />
      </FieldGrid>
      <TargetFields {...{ fileName, place, onFileName, onPlace }} />
    </>
  );
}

import { useState } from "react";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { ExportRow } from "./ExportRow.tsx";

const FORMATS = [
  { value: "flatten-dynamic", label: "Dynamic VHDX" },
  { value: "flatten-fixed", label: "Fixed VHDX" },
  { value: "raw", label: "Raw" },
] as const;
type Format = (typeof FORMATS)[number]["value"];

/** The whole chain as one disk, in the format that is chosen. */
export function FlattenRow() {
  const [format, setFormat] = useState<Format>("flatten-dynamic");
  return (
    <ExportRow
      kind={format}
      among={{
        like: "flatten-dynamic",
        choice: <RadioBar label="Flatten into" value={format} options={FORMATS} onChange={setFormat} />,
      }}
    />
  );
}

import { useState } from "react";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { ExportRow } from "./ExportRow.tsx";
import { WORDS } from "./words.ts";

const FORMATS = [
  { value: "flatten-dynamic", label: WORDS.flatten.dynamic },
  { value: "flatten-fixed", label: WORDS.flatten.fixed },
  { value: "raw", label: WORDS.flatten.raw },
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
        choice: <RadioBar label={WORDS.flatten.name} value={format} options={FORMATS} onChange={setFormat} />,
      }}
    />
  );
}

import { encodeInto } from "../../../bytes/struct.ts";
import { readUpTo } from "../../../store/store.ts";
import { IDENTIFIER_OFFSET } from "../../headers/header-section.ts";
import { FILE_SIGNATURE, fileIdentifier } from "../../structs/file-identifier.ts";
import { fault, type Planning } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** The signature at the very start of the file, MS-VHDX 2.2.1. The rest of the identifier only names the program that wrote it. */
export function* planIdentifier(state: RepairState): Planning {
  const found = state.with("identifier-damaged");
  const [finding] = found;
  if (finding === undefined) return;
  yield fault("identifier", found, [
    {
      id: "identifier-signature",
      title: `Write the signature ${FILE_SIGNATURE} back to the start of the file`,
      evidence: [finding.message, "The signature is the same in every VHDX."],
      loss: null,
      place: { offset: IDENTIFIER_OFFSET, length: fileIdentifier.size },
      apply: (target) => {
        const bytes = new Uint8Array(fileIdentifier.size);
        bytes.set(readUpTo(target.store, IDENTIFIER_OFFSET, bytes.length));
        encodeInto(fileIdentifier, { signature: FILE_SIGNATURE }, bytes);
        // No log may write before the first MiB.
        target.write(IDENTIFIER_OFFSET, bytes);
        target.flush();
      },
    },
  ]);
}

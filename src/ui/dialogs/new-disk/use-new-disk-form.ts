import { useEffect, useState } from "react";
import type { NewImageOptions, NewImagePreset } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { FIRST_FORM, type NewDiskForm, readForm, type Unreadable, withDefaults } from "./form.ts";
import { parseSize } from "../../../../workers/shared/parse-size.ts";

/** Fields that a preset sets; changing one of them turns the preset to `custom`. */
const PRESET_FIELDS = [
  "blockSize",
  "logicalSectorSize",
  "physicalSectorSize",
  "logSize",
  "blockState",
] as const;

export interface NewDiskFormState {
  readonly form: NewDiskForm;
  readonly change: (part: Partial<NewDiskForm>) => void;
  /** Null where a field can't be read or the engine objects. */
  readonly options: NewImageOptions | null;
  /** What the engine objects to, as a sentence. */
  readonly problem: string | null;
  readonly unreadable: readonly Unreadable[];
}

/** The form's values, kept in step with the chosen preset, and what the engine says about them. */
export function useNewDiskForm(): NewDiskFormState {
  const [form, setForm] = useState(FIRST_FORM);
  const { preset } = form;
  const size = parseSize(form.size);

  useEffect(() => {
    if (preset === "custom" || size === null) return;
    let current = true;
    const follow = async (from: NewImagePreset) => {
      const defaults = await connect().newDisks.defaults(from, size);
      if (current) setForm((now) => (now.preset === from ? withDefaults(now, defaults) : now));
    };
    void follow(preset);
    return () => {
      current = false;
    };
  }, [preset, size]);

  const read = readForm(form);
  const options = "options" in read ? read.options : null;
  const asked = JSON.stringify(options);
  const { data } = useQuery(
    options === null ? null : async () => ({ asked, problem: await connect().newDisks.check(options) }),
    [asked],
  );
  const answered = data?.asked === asked;
  return {
    form,
    change: (part) =>
      setForm((now) => ({
        ...now,
        ...(PRESET_FIELDS.some((name) => part[name] !== undefined) && { preset: "custom" as const }),
        ...part,
      })),
    options: answered && data.problem === null ? options : null,
    problem: answered ? data.problem : null,
    unreadable: "unreadable" in read ? read.unreadable : [],
  };
}

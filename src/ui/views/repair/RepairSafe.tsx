import { Wrench } from "lucide-react";
import { useId } from "react";
import { runAction } from "../../../actions/commands/registry.ts";
import { Button } from "../../parts/Button.tsx";
import styles from "./Repair.module.css";
import { useRepairs } from "./use-repairs.ts";
import { WORDS } from "./words.ts";

/** A button that makes all fixes that lose nothing, and how many there are. */
export function RepairSafe() {
  const repairs = useRepairs();
  const countId = useId();
  const safe = repairs?.safe ?? 0;
  return (
    <>
      <span id={countId} className={styles.count}>
        {safe === 0 ? "" : WORDS.safeFixes(safe)}
      </span>
      <Button
        size="s"
        icon={<Wrench />}
        isDisabled={safe === 0}
        aria-describedby={countId}
        onPress={() => void runAction("edit.repair-safe")}
      >
        {WORDS.repairSafe}
      </Button>
    </>
  );
}

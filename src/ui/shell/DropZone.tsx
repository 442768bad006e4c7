import { HardDriveDownload } from "lucide-react";
import { useEffect, useState } from "react";
import { openDropped } from "../../actions/files/drop.ts";
import styles from "./DropZone.module.css";
import { warmUp } from "./warm-up.ts";
import { WORDS } from "./words.ts";

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Takes files anywhere on the window, on every screen. */
export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // `relatedTarget` is null only where the pointer leaves the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void openDropped(event.dataTransfer);
    };
    const onEnter = (event: DragEvent) => {
      if (carriesFiles(event)) warmUp();
      onOver(event);
    };
    // What is under the pointer can change between the last dragover and the drop: the drop then follows a dragenter.
    addEventListener("dragenter", onEnter);
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragenter", onEnter);
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className={styles.zone} aria-hidden="true">
      <div className={styles.card}>
        <HardDriveDownload className={styles.icon} />
        {WORDS.drop}
      </div>
    </div>
  );
}

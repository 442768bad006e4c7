import type { ImageSummary } from "../../../../workers/api/index.ts";
import { useStore } from "../../../state/store.ts";
import { layerRef } from "../../../state/view.ts";
import { useDiskSource } from "../../views/hex/use-sources.ts";
import { DiskBytes } from "./DiskBytes.tsx";
import { NoDisk } from "./NoDisk.tsx";

/** The virtual disk's bytes on the chosen layer, or why there are none. */
export function DiskScreen() {
  const summary = useStore((state) => state.summary);
  return summary === null ? null : <OpenDisk key={summary.id} summary={summary} />;
}

function OpenDisk({ summary }: { summary: ImageSummary }) {
  const layerName = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const revision = useStore((state) => state.revision);
  const layer = layerRef({ layer: layerName, upTo });
  const size = summary.diskReadable[layerName] ? summary.image.virtualSize : null;
  const source = useDiskSource(summary.id, layer, size, revision);
  const { blockSize } = summary.image;
  if (source === null || blockSize === null) return <NoDisk summary={summary} />;
  return (
    <DiskBytes summary={summary} layer={layer} revision={revision} source={source} blockSize={blockSize} />
  );
}

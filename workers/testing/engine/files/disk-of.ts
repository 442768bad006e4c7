import type { OpenFile } from "../../../engine/image/open-source.ts";
import { OpenedImage } from "../../../engine/image/opened-image.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import type { MemoryStore } from "../../../store/memory-store.ts";
import { MeteredStore } from "../../../store/metered-store.ts";
import { readUpTo } from "../../../store/store.ts";
import { openFile } from "../open-file.ts";
import { ImageBuilder } from "../../vhdx/image-builder.ts";

/** A dynamic VHDX whose disk is a volume. Blocks of 1 MiB; those of zeros alone are not stored. */
export function diskOf(volume: MemoryStore): ImageBuilder {
  const image = new ImageBuilder({ virtualSize: volume.size, room: 0 });
  let end = image.data;
  const block = new Uint8Array(MIB);
  const zeros = new Uint8Array(MIB);
  for (let nth = 0; nth * MIB < volume.size; nth += 1) {
    // The last block may reach past the end of the volume.
    block.fill(0).set(readUpTo(volume, nth * MIB, MIB));
    // Many times as fast as a look at each byte.
    if (Buffer.compare(block, zeros) === 0) continue;
    image.store.write(end, block);
    image.place(nth, end / MIB);
    end += MIB;
  }
  return image;
}

/** An image as the engine opens it, without a place in the browser. */
export function openFileOf(name: string, file: MemoryStore): OpenFile {
  const metered = new MeteredStore(file);
  const image = new OpenedImage(new CachedStore(metered));
  return openFile({ name, file, metered, image });
}

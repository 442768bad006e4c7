import { useMemo } from "react";
import type { DiskBytes, FileBytes, ImageId, LayerRef } from "../../../../workers/api/index.ts";
import { isAboutTheFile, reportTrouble } from "../../../actions/engine/trouble.ts";
import { connect } from "../../../client/engine.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { diskMarks, fileMarks } from "./marks.ts";
import type { HexData, HexSource } from "./types.ts";
import { WORDS } from "./words.ts";

/** Reports trouble with the open file in the page's banner. The view itself shows any other error. */
async function guarded(read: Promise<HexData>): Promise<HexData> {
  try {
    return await read;
  } catch (thrown) {
    const error = toVhdxError(thrown);
    if (isAboutTheFile(error)) reportTrouble(WORDS.cantRead, error);
    throw error;
  }
}

const fromFile = ({ bytes, ...rest }: FileBytes): HexData => ({ bytes, marks: fileMarks(rest) });
const fromDisk = ({ bytes, ...rest }: DiskBytes): HexData => ({ bytes, marks: diskMarks(rest) });

/**
 * The file of an image through a layer, as bytes. Its size is the layer's: a replay may have made it longer.
 *
 * @param revision goes up when the engine may say something else.
 * @returns null until the size is known; the former layer's until the new one's is.
 */
export function useFileSource(image: ImageId, layer: LayerRef, revision: number): HexSource | null {
  const { name, upTo } = layer;
  const key = `file ${image} ${name} ${upTo} ${revision}`;
  const { data } = useQuery(async () => {
    const { fileSize } = await connect().views.readFile(image, { name, upTo }, 0, 1);
    const source: HexSource = {
      key,
      size: fileSize,
      read: (offset, length) =>
        guarded(connect().views.readFile(image, { name, upTo }, offset, length).then(fromFile)),
    };
    return { image, source };
  }, [key]);
  return data?.image === image ? data.source : null;
}

/**
 * The virtual disk of an image through a layer, as bytes.
 *
 * @param size of the virtual disk, bytes; null where it has none to read.
 * @param revision goes up when the engine may say something else.
 */
export function useDiskSource(
  image: ImageId,
  layer: LayerRef,
  size: number | null,
  revision: number,
): HexSource | null {
  const { name, upTo } = layer;
  return useMemo(() => {
    if (size === null) return null;
    return {
      key: `disk ${image} ${name} ${upTo} ${revision}`,
      size,
      read: (offset, length) =>
        guarded(connect().views.readDisk(image, { name, upTo }, offset, length).then(fromDisk)),
    };
  }, [image, name, upTo, size, revision]);
}

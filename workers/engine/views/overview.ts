import type { OverviewFacts } from "../../api/index.ts";
import { imageFacts } from "../report/report.ts";
import type { ViewContext } from "./context.ts";

/** What the Overview says of a layer. */
export function overviewFacts({ image, layer }: ViewContext): OverviewFacts {
  const header = image.identifier.isVhdx ? image.headers.active : null;
  return {
    image: imageFacts(image, layer),
    bat: {
      entries: layer.structures.bat?.entries ?? 0,
      byState: layer.bat?.byState ?? {},
      complete: image.scanComplete && layer.batChecked,
    },
    log:
      header === null
        ? null
        : {
            guid: header.values.logGuid,
            length: header.values.logLength,
            sizeAfterReplay: image.log?.sizeAfterReplay ?? null,
          },
  };
}

import type { OverviewFacts } from "../../api/index.ts";
import { imageFacts } from "../report/report.ts";
import { verdictOf } from "../report/verdict.ts";
import type { ViewContext } from "./context.ts";

/** The facts of a layer for the Overview screen. Looks at what is inside the virtual disk. */
export function overviewFacts({ image, layer }: ViewContext): OverviewFacts {
  image.look(layer);
  const header = image.identifier.isVhdx ? image.headers.active : null;
  return {
    outcome: image.outcomeOf(layer),
    verdict: verdictOf(image, layer),
    inside: image.inside(layer),
    image: imageFacts(image, layer),
    bat: {
      entries: layer.structures.bat?.entries ?? 0,
      byState: layer.bat?.byState ?? {},
      complete: image.isScanned(layer),
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

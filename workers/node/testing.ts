import type { Report } from "../api/index.ts";
import { openImage } from "./open-image.ts";

/** The report of an image that was looked at as far as the page does by itself. */
export async function reportOf(file: string, parents: readonly string[] = []): Promise<Report> {
  const image = await openImage(file, { parents });
  try {
    await image.check();
    return image.report();
  } finally {
    image.close();
  }
}

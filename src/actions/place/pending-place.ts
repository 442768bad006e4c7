import type { UrlPlace } from "../../state/url.ts";

let pending: UrlPlace | null = null;

/** Keeps the place that the address names while nothing is open. */
export function setPendingPlace(place: UrlPlace): void {
  pending = place;
}

/** The place that the address named before anything was open: it belongs to the first file opened, and to no other. */
export function takePendingPlace(): UrlPlace | null {
  const place = pending;
  pending = null;
  return place;
}

import type { UrlPlace } from "../../state/url.ts";

let pending: UrlPlace | null = null;

/** Remembers the place in the address while nothing is open. */
export function setPendingPlace(place: UrlPlace): void {
  pending = place;
}

/** The place from the address, for the first file that is opened only. */
export function takePendingPlace(): UrlPlace | null {
  const place = pending;
  pending = null;
  return place;
}

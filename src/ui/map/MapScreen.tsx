/** Placeholder of the Map screen. */
export function MapScreen() {
  return null;
}

/** Placeholder of the Compare screen. */
export function CompareScreen() {
  return null;
}

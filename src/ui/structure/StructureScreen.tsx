/** Placeholder of the Structure screen. */
export function StructureScreen() {
  return null;
}

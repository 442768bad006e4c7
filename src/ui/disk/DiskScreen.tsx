/** Placeholder of the Disk screen. */
export function DiskScreen() {
  return null;
}

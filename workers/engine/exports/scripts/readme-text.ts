/** A title and lines as a text file that every editor shows, the oldest of Windows included. */
export function readmeText(title: string, lines: readonly string[]): string {
  return [title, "=".repeat(title.length), "", ...lines, ""].join("\r\n");
}

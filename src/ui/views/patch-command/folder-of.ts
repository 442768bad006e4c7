/**
 * The folder that a user means, who may have pasted the path of the file itself, in quotes, as `Copy as path` of Windows gives it.
 *
 * @param text as typed
 * @param fileName of the file that lies in the folder
 * @returns empty where only blanks or quotes were typed
 */
export function folderOf(text: string, fileName: string): string {
  const path = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  const end = path.slice(-fileName.length - 1);
  const isFile = /^[/\\]/.test(end) && end.slice(1).toLowerCase() === fileName.toLowerCase();
  // In the root the folder is the separator itself.
  return isFile ? path.slice(0, -fileName.length - 1) || end.slice(0, 1) : path;
}

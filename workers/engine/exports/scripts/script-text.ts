const unixLines = (text: string) => text.replaceAll("\r\n", "\n");

/**
 * A script with the line ends that its system expects, whatever git made of them in this checkout. A `#!` line that ends in CR LF
 * names no program.
 */
export const pythonText = unixLines;

/** The same for Windows: an old editor shows a file without CR LF as one line, and `cmd` misses labels in it. */
export const windowsText = (text: string): string => unixLines(text).replaceAll("\n", "\r\n");

/** All text of how to apply a patch. */
export const WORDS = {
  title: "How to apply the patch",
  system: "System",
  windows: "Windows",
  unix: "Linux, macOS",

  /** Stands for the file's name in the command, where a shell could not be given the name. */
  image: "IMAGE",

  /** Stands for the file's folder in the command, until the user types the folder. */
  folders: { windows: String.raw`C:\FOLDER`, unix: "/FOLDER" },
  shutDown: {
    windows: "Shut the virtual machine down and detach the disk. For WSL: wsl --shutdown.",
    unix: "Shut the virtual machine down and detach the disk.",
  },
  where: (name: string) =>
    `Where is ${name}? Put its folder or its path here, and the command below is filled in.`,
  folderOf: (name: string) => `Folder of ${name}`,
  open: {
    windows: "Open PowerShell as administrator (right-click Start: Terminal or PowerShell (Admin)),",
    unix: "Open a terminal,",
  },

  /** After `open`. */
  run: "and run:",
  goAndRun: "go to the folder that you unpacked the patch to, and run:",
  command: "Command",
  copy: "Copy command",
  copied: "Copied: the command that applies the patch",
  notAllowed: "The browser does not let pages copy.",
  drop: (name: string) => `Or unpack the zip and drop ${name} on apply.cmd.`,
  safe: "The script writes nothing if the file is not the one that you opened here. It keeps the old bytes beside the file; README.txt in the patch says how to undo it.",
} as const;

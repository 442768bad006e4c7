/** All text of the dialog about Platter. */
export const WORDS = {
  title: "About Platter",
  version: (version: string) => `Platter ${version}, a VHDX inspector and editor that runs in a browser tab.`,

  licence: {
    /** Before a link to the licence. */
    under: "Platter is free software under the",
    name: "MIT licence",

    /** Before a link to the notices. */
    packages: ". The packages in it have their own licences: see the",
    notices: "third-party notices",
    noticesTitle: "Third-party notices",
    inPage:
      "Platter is free software under the MIT licence. The packages in it have their own licences: see the third-party notices.",
  },

  single: {
    /** Before a command for PowerShell, after it, and after one for other shells. */
    compare:
      "This page is a single file. To check it, compare its SHA-256 with the one published with this version:",
    powerShell: "in PowerShell,",
    elsewhere: "elsewhere.",
    getFileHash: "Get-FileHash platter.html",
    sha256sum: "sha256sum platter.html",
  },
} as const;

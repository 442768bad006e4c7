/** Steps that several entries of the help have. */
export const WORDS = {
  DROP: "Drop the file here: the verdict says what is wrong, and Repair… leads to a disk that works.",
  CHAIN:
    "Drop all files of the chain here together, parents included. The panel Chain shows which file fits which, and what does not.",
  SHUT: "Shut the virtual machine down. For WSL: [[wsl --shutdown]]; for Docker Desktop: quit it.",
  COPY_FIRST: "Work on a copy, or keep one.",
} as const;

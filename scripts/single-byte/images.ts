/** Images of the corpus in which bytes are made wrong: of each type and of five makers, all sound. */
export const IMAGES = [
  "clean-dynamic.vhdx",
  "clean-fixed.vhdx",
  "clean-two-chunks.vhdx",
  "clean-4096-sectors.vhdx",
  "chain-1-middle.vhdx",
  "dissect-differencing.avhdx",
  "dissect-fixed.vhdx",
  "iotest-dynamic-1G.vhdx",
  "qemu-gpt-ntfs-ext4.vhdx",
  "velociraptor-test.vhdx",
] as const;

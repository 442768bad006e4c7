import { type Command, InvalidArgumentError, Option } from "commander";

/** `--parent`, `--read-anyway` */
export function addReadOptions(command: Command): Command {
  return command
    .option("--parent <file...>", "files that may be among the parents, in any order")
    .option(
      "--read-anyway",
      "read the disk although its log can't be replayed or its parent is another; what is read may be wrong",
    );
}

/** `--layer` */
export function addLayerOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--layer <layer>",
      "bytes as stored, or with the log replayed in memory (default: replayed where the log asks for it)",
    ).choices(["original", "replayed"]),
  );
}

/** `--full` */
export function addFullOption(command: Command): Command {
  return command.option(
    "--full",
    "also read where the log writes, the sector bitmaps, and parts of the file that nothing uses",
  );
}

/** Refuses an empty text, as from an empty variable in a script. */
export function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty.");
  return text;
}

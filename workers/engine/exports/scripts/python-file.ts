/** A script that one of our archives carries, but for what all of them share. */
export interface PythonParts {
  /** What the script does and how it is called: its docstring. */
  readonly usage: string;
  /** Modules of the standard library beyond those that all scripts use. */
  readonly modules?: readonly string[];
  /** Definitions; one of them is `work()`, which does it and raises `Stop` or an `OSError`. */
  readonly body: string;
  /** What to do after an interruption, as a sentence. */
  readonly afterInterrupt: string;
}

const MODULES = ["argparse", "hashlib", "json", "os", "sys"];

const COMMON = String.raw`FOLDER = os.path.dirname(os.path.abspath(__file__))


class Stop(Exception):
    """Ends the program with an exit code and a sentence."""

    def __init__(self, code, sentence):
        Exception.__init__(self, sentence)
        self.code = code
        self.sentence = sentence


def say(sentence):
    """Prints, whatever the terminal can show."""
    encoding = sys.stdout.encoding or "ascii"
    print(sentence.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def sha256(data):
    return hashlib.sha256(data).hexdigest()
`;

/** The only place that ends the program, so that no failure ends in a traceback. */
const main = (afterInterrupt: string) => `
def main():
    try:
        work()
        return 0
    except Stop as stop:
        say(stop.sentence)
        return stop.code
    except OSError as error:
        say("Reading or writing failed: %s" % error)
        return 2
    except KeyboardInterrupt:
        say("Interrupted. ${afterInterrupt}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
`;

/** A whole script for Python 3.6 or newer that needs the standard library alone. */
export function pythonFile({ usage, modules = [], body, afterInterrupt }: PythonParts): string {
  const imports = [...MODULES, ...modules].toSorted().map((name) => `import ${name}`);
  const head = ["#!/usr/bin/env python3", `"""${usage}"""`, ...imports];
  return [head.join("\n"), COMMON, body.trim(), main(afterInterrupt)].join("\n\n");
}

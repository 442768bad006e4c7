/** A value of the text: a number, a string, a list, or a section with names. */
type ConfigValue = number | string | readonly ConfigValue[] | ConfigSection;
export type ConfigSection = ReadonlyMap<string, ConfigValue>;

/** Sections inside each other, and values in all. LVM2 itself writes five levels. */
const DEEPEST = 16;
const MOST_VALUES = 1_000_000;

const TOKEN = /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[\w.+@/-]+|[{}[\]=,]/y;

/** The tokens of a text, without white space and comments; null where something is no token. */
function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined || tokens.length > MOST_VALUES) return null;
    if (!/^[\s#]/.test(token)) tokens.push(token);
    at += token.length;
  }
  return tokens;
}

/** Reads tokens into sections. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The entries up to the end or a closing brace; null where the text is no config. */
  section(depth: number): ConfigSection | null {
    const entries = new Map<string, ConfigValue>();
    for (let name = this.#next(); name !== null && name !== "}"; name = this.#next()) {
      const sign = this.#next();
      const value =
        sign === "{" && depth < DEEPEST ? this.section(depth + 1) : sign === "=" ? this.#value() : null;
      if (value === null) return null;
      entries.set(name, value);
    }
    return entries;
  }

  #value(): ConfigValue | null {
    const token = this.#next();
    if (token === null) return null;
    if (token !== "[") return scalarOf(token);
    const list: ConfigValue[] = [];
    for (let each = this.#next(); each !== "]"; each = this.#next()) {
      if (each === null) return null;
      const value = each === "," ? null : scalarOf(each);
      if (value !== null) list.push(value);
    }
    return list;
  }

  #next(): string | null {
    const token = this.#tokens[this.#at] ?? null;
    this.#at += 1;
    return token;
  }
}

function scalarOf(token: string): ConfigValue | null {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll(/\\(.)/g, "$1");
  if (/^-?\d/.test(token)) return Number(token);
  return /^[{}[\]=,]$/.test(token) ? null : token;
}

/** Reads a text of LVM2's configuration format (lvm.conf(5)); null where it is none. */
export function parseConfig(text: string): ConfigSection | null {
  const tokens = tokensOf(text);
  return tokens === null ? null : new Parser(tokens).section(0);
}

/** A section inside a section; empty where there is none. */
export function sectionOf(section: ConfigSection | null, name: string): ConfigSection {
  const value = section?.get(name);
  return value instanceof Map ? value : new Map();
}

/** A number that is a whole one, 0 or more; null for anything else. */
export function countIn(section: ConfigSection, name: string): number | null {
  const value = section.get(name);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

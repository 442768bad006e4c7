/**
 * What IIS takes in a `web.config`, as far as our recipe uses it: the facts of `IIS_schema.xml` of IIS 10
 * (https://github.com/lextm/iis_schema has copies of Microsoft's file). IIS answers each request with 500.19 where one does not fit.
 */
interface Section {
  /** Elements by name, each with its attributes. */
  readonly elements: Readonly<Record<string, readonly string[]>>;
  /** Where `add`, `remove` and `clear` stand, below the section; "" for the section itself. */
  readonly collection: {
    readonly at: string;
    readonly add: string;
    /** The attribute by which entries are told apart; `remove` has it alone. */
    readonly key: string;
    readonly others: readonly string[];
  };
}

const SECTIONS: Readonly<Record<string, Section>> = {
  staticContent: {
    elements: {
      clientCache: ["cacheControlMode", "cacheControlMaxAge", "httpExpires", "cacheControlCustom", "setEtag"],
    },
    collection: { at: "", add: "mimeMap", key: "fileExtension", others: ["mimeType"] },
  },
  defaultDocument: {
    elements: { files: [] },
    collection: { at: "files", add: "add", key: "value", others: [] },
  },
  httpProtocol: {
    elements: { customHeaders: [], redirectHeaders: [] },
    collection: { at: "customHeaders", add: "add", key: "name", others: ["value"] },
  },
};

const CACHE_CONTROL_MODES = ["NoControl", "DisableCache", "UseMaxAge", "UseExpires"];

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** The elements of a configuration that our own recipe writes: no text, no entities within attributes, no CDATA. */
function parse(xml: string): Element {
  const top: Element = { name: "", attributes: {}, children: [] };
  const open = [top];
  const text = xml.replace(/^<\?xml[^>]*\?>/, "").replaceAll(/<!--[^]*?-->/g, "");
  for (const [, closes, name = "", inside = "", single] of text.matchAll(
    /<(\/?)([\w.]+)((?:\s+[\w]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (closes === "/") {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing.`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...inside.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const element: Element = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    if (single !== "/") open.push(element);
  }
  if (open.length !== 1) throw new Error("An element is not closed.");
  return top;
}

/** What IIS would refuse in the entries of a collection. @param inherited keys that are set above it */
function entryProblems(
  entries: readonly Element[],
  { add, key, others }: Section["collection"],
  inherited: ReadonlySet<string>,
): readonly string[] {
  const keys = new Set(inherited);
  const problems: string[] = [];
  for (const { name, attributes } of entries) {
    const value = attributes[key] ?? "";
    const allowed = name === add ? [key, ...others] : name === "remove" ? [key] : [];
    if (![add, "remove", "clear"].includes(name)) problems.push(`<${name}>`);
    for (const each of Object.keys(attributes))
      if (!allowed.includes(each)) problems.push(`<${name} ${each}>`);
    if (name === "clear") keys.clear();
    if (name === "remove") keys.delete(value.toLowerCase());
    if (name !== add) continue;
    if (value === "" || keys.has(value.toLowerCase())) problems.push(`<${name} ${key}="${value}"> again`);
    keys.add(value.toLowerCase());
  }
  return problems;
}

function sectionProblems(
  { name, attributes, children }: Element,
  inherited: Map<string, ReadonlySet<string>>,
): readonly string[] {
  const section = SECTIONS[name];
  if (section === undefined) return [`<${name}>`];
  const { at } = section.collection;
  const problems = Object.keys(attributes).map((each) => `<${name} ${each}>`);
  const direct: Element[] = [];
  for (const child of children) {
    const allowed = section.elements[child.name];
    if (allowed === undefined) direct.push(child);
    else
      for (const [each, value] of Object.entries(child.attributes))
        if (!allowed.includes(each) || (each === "cacheControlMode" && !CACHE_CONTROL_MODES.includes(value)))
          problems.push(`<${child.name} ${each}="${value}">`);
  }
  const entries = at === "" ? direct : (children.find((child) => child.name === at)?.children ?? []);
  if (at !== "") problems.push(...direct.map((child) => `<${child.name}>`));
  problems.push(...entryProblems(entries, section.collection, inherited.get(name) ?? new Set()));
  const added = entries.filter((entry) => entry.name === section.collection.add);
  if (!inherited.has(name))
    inherited.set(
      name,
      new Set(added.map((entry) => (entry.attributes[section.collection.key] ?? "").toLowerCase())),
    );
  return problems;
}

/** What IIS would refuse in a `web.config`: elements, attributes, and entries that are there twice. Its `<location>`s inherit. */
export function iisProblems(xml: string): readonly string[] {
  const [configuration] = parse(xml).children;
  if (configuration?.name !== "configuration") return ["no <configuration>"];
  const inherited = new Map<string, ReadonlySet<string>>();
  const inServer = (element: Element): readonly string[] =>
    element.name === "system.webServer"
      ? element.children.flatMap((section) => sectionProblems(section, inherited))
      : [`<${element.name}>`];
  return configuration.children.flatMap((element) => {
    if (element.name !== "location") return inServer(element);
    const odd = Object.keys(element.attributes).filter((each) => each !== "path");
    return [...odd.map((each) => `<location ${each}>`), ...element.children.flatMap(inServer)];
  });
}

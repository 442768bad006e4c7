import { visibleText } from "../../../shared/visible-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML that may be put into a page as it is. Only `html` makes it, so that no text gets there unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Content[];

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return visibleText(String(content)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** HTML from a template: every value is escaped and its hidden characters are written out, unless it is `Markup`. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.reduce((text, part, index) => `${text}${render(values[index - 1] ?? "")}${part}`),
  );
}

/** Empty HTML. */
export const NOTHING = new Markup("");

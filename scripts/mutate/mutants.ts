import { parseSync } from "vite";

/** One small mistake in a source: the run of characters that it replaces. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
  /** What kind of mistake it is, such as `comparison`. */
  readonly operator: string;
}

/** A node of the syntax tree, as far as it is looked at. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
};
const ARITHMETIC: Readonly<Record<string, string>> = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*" };
const LOGIC: Readonly<Record<string, string>> = { "&&": "||", "||": "&&" };
const BITS: Readonly<Record<string, string>> = { "&": "|", "|": "&", "<<": ">>>", ">>>": "<<" };

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** Types are gone at run time, and a text is for the user. */
const SKIPPED = /^TS(?!AsExpression|NonNullExpression|SatisfiesExpression)|^Import|^TemplateLiteral$/;

const isText = (node: unknown): boolean =>
  isNode(node) &&
  (node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node["value"] === "string"));

/** The operator of an expression with two sides, wherever it stands between them. */
function* ofOperator(node: SyntaxNode, source: string): Generator<Mutant> {
  const { left, right, operator } = node as { left?: unknown; right?: unknown; operator?: unknown };
  if (!isNode(left) || !isNode(right) || typeof operator !== "string") return;
  if (isText(left) || isText(right)) return;
  const start = source.indexOf(operator, left.end);
  if (start < 0 || start >= right.start) return;
  const end = start + operator.length;
  for (const [name, table] of [
    ["comparison", COMPARISONS],
    ["arithmetic", ARITHMETIC],
    ["logic", LOGIC],
    ["bits", BITS],
  ] as const) {
    const instead = Object.hasOwn(table, operator) ? table[operator] : undefined;
    if (instead !== undefined) yield { start, end, instead, operator: name };
  }
}

function* ofNode(node: SyntaxNode, source: string): Generator<Mutant> {
  const text = (part: SyntaxNode) => source.slice(part.start, part.end);
  const { start, end } = node;
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return yield* ofOperator(node, source);
    case "AssignmentExpression": {
      const operator = node["operator"];
      const left = node["left"];
      if ((operator === "+=" || operator === "-=") && isNode(left)) {
        const at = source.indexOf(operator, left.end);
        yield { start: at, end: at + 2, instead: operator === "+=" ? "-=" : "+=", operator: "arithmetic" };
      }
      return;
    }
    case "Literal":
      if (typeof node["value"] === "number" || typeof node["value"] === "bigint")
        yield {
          start,
          end,
          instead: `(${text(node)} + ${typeof node["value"] === "bigint" ? "1n" : "1"})`,
          operator: "number",
        };
      if (typeof node["value"] === "boolean")
        yield { start, end, instead: String(!node["value"]), operator: "boolean" };
      return;
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement": {
      const test = node["test"];
      if (isNode(test))
        yield { start: test.start, end: test.end, instead: `!(${text(test)})`, operator: "condition" };
      return;
    }
    case "ExpressionStatement": {
      const expression = node["expression"];
      const kind = isNode(expression) ? expression.type : "";
      if (kind === "CallExpression" || kind === "AssignmentExpression" || kind === "YieldExpression")
        yield { start, end, instead: ";", operator: "statement" };
      return;
    }
    default:
  }
}

/** All mutants of a source. @param file its name, for the parser */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file} can't be parsed: ${errors[0].message}`);
  const found: Mutant[] = [];
  const walk = (node: SyntaxNode): void => {
    if (SKIPPED.test(node.type)) return;
    found.push(...ofNode(node, source));
    for (const child of Object.values(node))
      for (const each of Array.isArray(child) ? (child as readonly unknown[]) : [child])
        if (isNode(each)) walk(each);
  };
  walk(program as unknown as SyntaxNode);
  return found;
}

export const mutated = (source: string, { start, end, instead }: Mutant): string =>
  source.slice(0, start) + instead + source.slice(end);

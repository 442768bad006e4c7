import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";

/** The formats that have a JSON Schema in docs/schema. */
export const SCHEMAS = ["report", "patch", "packed-raw"] as const;
export type SchemaName = (typeof SCHEMAS)[number];

/** A JSON Schema as it is read from its file. */
export type Schema = Readonly<Record<string, unknown>>;

/** Reads `docs/schema/NAME.schema.json`. */
export function readSchema(name: SchemaName): Schema {
  const file = new URL(`../../docs/schema/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Schema;
}

/** Calls a visitor with a schema and all schemas in it. */
function eachObject(value: unknown, visit: (schema: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const each of value) eachObject(each, visit);
  else if (typeof value === "object" && value !== null) {
    visit(value as Record<string, unknown>);
    for (const each of Object.values(value)) eachObject(each, visit);
  }
}

/**
 * The same schema, but it refuses keys that it does not list. The published schema allows such keys, as readers have to ignore
 * them; what we write must not have any that is not described.
 */
function closed(schema: Schema): Schema {
  const copy = structuredClone(schema);
  eachObject(copy, (each) => {
    if (each["type"] === "object" && each["properties"] !== undefined) each["additionalProperties"] ??= false;
  });
  return copy;
}

/** All keys that a schema lists, at any depth. */
export function listedKeys(schema: Schema): readonly string[] {
  const keys: string[] = [];
  eachObject(schema, ({ properties, type }) => {
    if (type === "object" && properties !== undefined) keys.push(...Object.keys(properties as object));
  });
  return [...new Set(keys)];
}

/** Checks of a document: the published schema, and our own stricter one. */
export interface Validator {
  /** As published: allows keys that are not listed. */
  readonly open: ValidateFunction;
  /** Refuses keys that are not listed, too. */
  readonly closed: ValidateFunction;
}

/** Compiles a schema. Throws if it is not a valid JSON Schema (2020-12), or if a part of it can have no effect. */
export function validatorOf(name: SchemaName): Validator {
  const schema = readSchema(name);
  const compile = (each: Schema) =>
    new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(each);
  return { open: compile(schema), closed: compile(closed(schema)) };
}

/** What is wrong with a document, a line each; empty if it is valid. */
export function problems(validate: ValidateFunction, document: unknown): readonly string[] {
  if (validate(document)) return [];
  return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath} ${error.message ?? ""}`);
}

import { parseSync } from "vite";

/** One change of a source: a place that is there exactly once, and the code to put there. */
export interface Change {
  readonly place: string;
  readonly instead: string;
}

/** Code without comments and white space, and where each of its characters stands in the source. */
interface BareCode {
  readonly text: string;
  readonly at: readonly number[];
}

/**
 * Plants changes in a TypeScript source. Places are compared as code, without comments, white space, line breaks and the commas
 * that a formatter sets before a closing bracket. So a place is found although a comment is reworded or a line is broken.
 *
 * @param file its name, for messages and for the parser
 * @throws Error if the source can't be parsed, or a place holds a comment, or a place is not there exactly once
 */
export function plant(file: string, source: string, changes: readonly Change[]): string {
  let result = source;
  for (const { place, instead } of changes) {
    if (/\/[/*]/.test(place))
      throw new Error(`a place is found by its code, so it holds no comment:\n${place}`);
    const { text, at } = bareCode(file, result);
    const wanted = bare(place).text;
    const found = text.indexOf(wanted);
    const times = text.split(wanted).length - 1;
    if (wanted === "" || times !== 1) {
      throw new Error(`${file} must have this code once, and has it ${times} times:\n${place}`);
    }
    const start = at[found] ?? 0;
    const end = (at[found + wanted.length - 1] ?? 0) + 1;
    result = result.slice(0, start) + instead + result.slice(end);
  }
  return result;
}

/** The source's code. The parser says what is a comment, as the text `"//"` is not one. */
function bareCode(file: string, source: string): BareCode {
  const { comments, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} can't be parsed: ${error.message}`);
  // Replaced by as many blanks, so that all else keeps its place.
  let code = source;
  for (const { start, end } of comments)
    code = code.slice(0, start) + " ".repeat(end - start) + code.slice(end);
  return bare(code);
}

function bare(code: string): BareCode {
  const at: number[] = [];
  let text = "";
  const closing = /,(?=\s*[)\]}])/y;
  for (let nth = 0; nth < code.length; nth++) {
    const character = code[nth] ?? "";
    closing.lastIndex = nth;
    if (/\s/.test(character) || closing.test(code)) continue;
    text += character;
    at.push(nth);
  }
  return { text, at };
}

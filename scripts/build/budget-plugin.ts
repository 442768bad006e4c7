import type { Plugin, Rollup } from "vite";
import { type BuiltFile, ENGINE, FIRST_LOAD, loadedWith, overBudget } from "./budget.ts";

/** A chunk with Vite's note of the styles that are loaded with it. */
type StyledChunk = Rollup.OutputChunk & { readonly viteMetadata?: { readonly importedCss: Set<string> } };

function builtFile(output: StyledChunk | Rollup.OutputAsset): BuiltFile {
  if (output.type === "asset") return { name: output.fileName, content: output.source, needs: [] };
  const styles = [...(output.viteMetadata?.importedCss ?? [])];
  return { name: output.fileName, content: output.code, needs: [...output.imports, ...styles] };
}

/** Fails a build that is larger than `budget.ts` allows, and says after each build how large it is. */
export function budget(): Plugin {
  return {
    name: "platter:budget",
    apply: "build",
    // After all plugins that change the output.
    writeBundle: {
      order: "post",
      handler(_options, bundle) {
        const outputs = Object.values(bundle);
        const files = outputs.map((output) => builtFile(output));
        const named = (test: (output: (typeof outputs)[number]) => boolean) =>
          outputs.filter((output) => test(output)).map(({ fileName }) => fileName);
        const parts = [
          {
            part: FIRST_LOAD,
            start: named(
              (output) => output.fileName === "index.html" || (output.type === "chunk" && output.isEntry),
            ),
          },
          { part: ENGINE, start: named(({ fileName }) => /engine\.worker-.*\.js$/.test(fileName)) },
        ];
        for (const { part, start } of parts) {
          const bytes = loadedWith(files, start);
          if (bytes === 0) this.error(`The build has nothing of ${part.name}: its budget can't be checked.`);
          const problem = overBudget(part, bytes);
          if (problem !== null) this.error(problem);
          const kib = (value: number) => (value / 1024).toFixed(1);
          this.info(`${part.name}: ${kib(bytes)} of ${kib(part.limit)} KiB after gzip`);
        }
      },
    },
  };
}

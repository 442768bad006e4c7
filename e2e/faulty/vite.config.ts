import { fileURLToPath } from "node:url";
import { mergeConfig, type Plugin } from "vite";
import page from "../../vite.config.ts";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const engine = file("../../workers/engine.worker.ts");

/** Puts this folder's engine in the place of the page's own. */
const faultyEngine: Plugin = {
  name: "faulty-engine",
  enforce: "pre",
  load: (id) => (id.split("?")[0] === engine ? `import ${JSON.stringify(file("engine.worker.ts"))};` : null),
};

/** The page as it is, on a disk that can be made slow and failing; a build of its own, so that the page holds no test. */
export default mergeConfig(page, {
  root: file("../.."),
  worker: { plugins: () => [faultyEngine] },
  build: { outDir: ".cache/faulty", emptyOutDir: true, sourcemap: false },
});

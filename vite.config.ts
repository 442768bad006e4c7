import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./scripts/build/csp-plugin.ts";
import { budget } from "./scripts/build/budget-plugin.ts";
import { manifestPictures } from "./scripts/build/manifest-plugin.ts";
import { thirdPartyNotices } from "./scripts/build/notices-plugin.ts";
import packageJson from "./package.json" with { type: "json" };
import { offline } from "./scripts/build/offline-plugin.ts";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const notices = thirdPartyNotices({
  name: "Platter",
  version: packageJson.version,
  licence: file("./LICENSE"),
});

export default defineConfig({
  // Relative, so that a build works below any path of a static host.
  base: "./",
  // One page: anything else that is asked for is a 404, as on a static host.
  appType: "mpa",
  define: { __VERSION__: JSON.stringify(packageJson.version) },
  plugins: [
    react(),
    contentSecurityPolicy(),
    notices.page,
    manifestPictures(),
    offline(file("./workers/offline.worker.ts")),
    budget(),
  ],
  worker: { format: "es", plugins: notices.workers },
  build: {
    target: "es2023",
    sourcemap: true,
    // An inlined file would be a `data:` URL, which the policy lets through for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

import type { Connect, Plugin } from "vite";
import { cspForDevelopment, cspForMeta, cspHeader } from "../csp.ts";

const send =
  (header: (path: string) => string): Connect.NextHandleFunction =>
  (request, response, next) => {
    response.setHeader("Content-Security-Policy", header(request.url ?? "/"));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    next();
  };

/** Sends the content security policy with everything that Vite serves, and writes it into the built page. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "platter:csp",
    configureServer: (server) => void server.middlewares.use(send(() => cspForDevelopment)),
    configurePreviewServer: (server) => void server.middlewares.use(send(cspHeader)),
    transformIndexHtml: {
      order: "post",
      handler: (_html, context) =>
        context.server !== undefined
          ? []
          : [
              {
                tag: "meta",
                attrs: { "http-equiv": "Content-Security-Policy", content: cspForMeta },
                // Before every element that loads something.
                injectTo: "head-prepend",
              },
            ],
    },
  };
}

import type { Connect, Plugin } from "vite";
import { cspForMeta } from "../csp.ts";
import { type Header, HEADERS_FOR_DEVELOPMENT, headersFor } from "../headers.ts";

const send =
  (headers: (path: string) => readonly Header[]): Connect.NextHandleFunction =>
  (request, response, next) => {
    for (const [name, value] of headers(request.url ?? "/")) response.setHeader(name, value);
    next();
  };

/** Sends the content security policy with everything that Vite serves, and writes it into the built page. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "platter:csp",
    configureServer: (server) => void server.middlewares.use(send(() => HEADERS_FOR_DEVELOPMENT)),
    configurePreviewServer: (server) => void server.middlewares.use(send(headersFor)),
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

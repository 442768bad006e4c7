import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SERVICE_WORKER_FILE } from "../csp.ts";
import { ASSETS, type Header, headersFor, MEDIA_TYPES } from "../headers.ts";

/** Where the recipes are. */
export const RECIPES = fileURLToPath(new URL("../../docs/hosting/", import.meta.url));

/** The headers of most files; then what differs for the service worker, and for what is named after its content. */
const page = headersFor("/");
const unlikePage = (file: string): readonly Header[] => {
  const common = new Map(page);
  return headersFor(file).filter(([name, value]) => common.get(name) !== value);
};
const worker = unlikePage(`/${SERVICE_WORKER_FILE}`);
const asset = unlikePage(`/${ASSETS}index.js`);

const lines = (each: readonly string[], indent: string) => each.join(`\n${indent}`);
const variable = (name: string) => `$platter_${name.toLowerCase().replaceAll("-", "_")}`;
const pattern = (text: string) => text.replaceAll(".", String.raw`\.`);
const types = Object.entries(MEDIA_TYPES);

/** A header that is not the same for all files, as a variable of nginx. */
function nginxMap([name, value]: Header): string {
  const other = (headers: readonly Header[], files: string) =>
    headers.flatMap(([each, differs]) => (each === name ? [`  ~${files}  "${differs}";`] : []));
  return [
    `map $uri ${variable(name)} {`,
    ...other(worker, `/${pattern(SERVICE_WORKER_FILE)}$`),
    ...other(asset, `/${ASSETS}`),
    `  default  "${value}";`,
    "}",
  ].join("\n");
}

function nginx(): string {
  const varies = new Set([...worker, ...asset].map(([name]) => name));
  const value = ([name, text]: Header) => (varies.has(name) ? variable(name) : `"${text}"`);
  return `# Inside http { }. Below a path: \`location /platter/ { alias /srv/platter/; }\` in place of \`root\`.
${page
  .filter(([name]) => varies.has(name))
  .map(nginxMap)
  .join("\n")}
server {
  listen 8080;
  root /srv/platter;
  include mime.types;
  types {
    ${lines(
      types.map(([ending, type]) => `${type}  ${ending.slice(1)};`),
      "    ",
    )}
  }
  gzip on;
  gzip_types application/javascript application/manifest+json image/svg+xml text/css text/plain;
  # A location with an add_header of its own inherits none of these.
  ${lines(
    page.map((header) => `add_header ${header[0]} ${value(header)} always;`),
    "  ",
  )}
}
`;
}

function caddy(): string {
  const set = (before: string, headers: readonly Header[]) =>
    headers.map(([name, value]) => `header ${before}${name} "${value}"`);
  return `# Below a path: all of it in \`handle_path /platter/* { }\`.
:8080 {
	root * /srv/platter
	encode gzip
	@worker path */${SERVICE_WORKER_FILE}
	@assets path */${ASSETS}*
	# "?": unless one of the lines below has set it.
	${lines(set("?", page), "\t")}
	${lines(set("@worker ", worker), "\t")}
	${lines(set("@assets ", asset), "\t")}
	${lines(
    types.flatMap(([ending, type]) => [
      `@${ending.slice(1)} path *${ending}`,
      `header @${ending.slice(1)} Content-Type ${type}`,
    ]),
    "\t",
  )}
	file_server
}
`;
}

function apache(): string {
  const set = (headers: readonly Header[]) =>
    headers.map(([name, value]) => `Header always set ${name} "${value}"`);
  return `# .htaccess beside index.html (AllowOverride FileInfo), or the text of a <Directory>. Needs mod_headers and mod_mime.
${lines(
  types.map(([ending, type]) => `AddType ${type} ${ending}`),
  "",
)}
${lines(set(page), "")}
<FilesMatch "^${pattern(SERVICE_WORKER_FILE)}$">
  ${lines(set(worker), "  ")}
</FilesMatch>
<If "%{REQUEST_URI} =~ m#/${ASSETS}#">
  ${lines(set(asset), "  ")}
</If>
<IfModule mod_deflate.c>
  AddOutputFilterByType DEFLATE text/html text/css text/javascript application/javascript application/manifest+json image/svg+xml
</IfModule>
`;
}

function iis(): string {
  const add = ([name, value]: Header) => `<add name="${name}" value="${value}" />`;
  const replaced = (file: string, headers: readonly Header[]) => `  <location path="${file}">
    <system.webServer>
      <httpProtocol>
        <customHeaders>
          ${lines(
            headers.flatMap((header) => [`<remove name="${header[0]}" />`, add(header)]),
            "          ",
          )}
        </customHeaders>
      </httpProtocol>
    </system.webServer>
  </location>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- Beside index.html. Names in <location> are relative to this file, so it works below a path as well. -->
<configuration>
  <system.webServer>
    <staticContent>
      ${lines(
        types.flatMap(([ending, type]) => [
          `<remove fileExtension="${ending}" />`,
          `<mimeMap fileExtension="${ending}" mimeType="${type}" />`,
        ]),
        "      ",
      )}
      <clientCache cacheControlMode="NoControl" />
    </staticContent>
    <defaultDocument>
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <httpProtocol>
      <customHeaders>
        ${lines(page.map(add), "        ")}
      </customHeaders>
    </httpProtocol>
  </system.webServer>
${replaced(SERVICE_WORKER_FILE, worker)}
${replaced(ASSETS.replace("/", ""), asset)}
</configuration>
`;
}

function cloudFront(): string {
  const set = (headers: readonly Header[]) =>
    headers.map(([name, value]) => `headers["${name.toLowerCase()}"] = { value: "${value}" };`);
  return `// A CloudFront function (runtime cloudfront-js-2.0), associated with the viewer response of the distribution's behaviour.
function handler(event) {
  var uri = event.request.uri;
  var headers = event.response.headers;
  ${lines(set(page), "  ")}
  if (uri.endsWith("/${SERVICE_WORKER_FILE}")) {
    ${lines(set(worker), "    ")}
  }
  if (uri.includes("/${ASSETS}")) {
    ${lines(set(asset), "    ")}
  }
${types
  .map(([ending, type]) => `  if (uri.endsWith("${ending}")) headers["content-type"] = { value: "${type}" };`)
  .join("\n")}
  return event.response;
}
`;
}

/** Each recipe by its file in `docs/hosting`. */
export const RECIPE_TEXTS: Readonly<Record<string, string>> = {
  "nginx.conf": nginx(),
  Caddyfile: caddy(),
  "apache.htaccess": apache(),
  "web.config": iis(),
  "cloudfront-function.js": cloudFront(),
};

if (process.argv[1] === import.meta.filename) {
  mkdirSync(RECIPES, { recursive: true });
  for (const [name, text] of Object.entries(RECIPE_TEXTS)) writeFileSync(path.join(RECIPES, name), text);
}

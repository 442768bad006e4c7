// A CloudFront function (runtime cloudfront-js-2.0), associated with the viewer response of the distribution's behaviour.
function handler(event) {
  var uri = event.request.uri;
  var headers = event.response.headers;
  headers["content-security-policy"] = { value: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };
  headers["x-content-type-options"] = { value: "nosniff" };
  headers["referrer-policy"] = { value: "no-referrer" };
  headers["cache-control"] = { value: "no-cache" };
  if (uri.endsWith("/offline.js")) {
    headers["content-security-policy"] = { value: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };
  }
  if (uri.includes("/assets/")) {
    headers["cache-control"] = { value: "max-age=31536000, immutable" };
  }
  if (uri.endsWith(".webmanifest")) headers["content-type"] = { value: "application/manifest+json" };
  if (uri.endsWith(".wasm")) headers["content-type"] = { value: "application/wasm" };
  return event.response;
}

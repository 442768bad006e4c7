import { serveDigest } from "./engine/hashes/hash-worker.ts";
import { withPort } from "./shared/helper-port.ts";

withPort(serveDigest);

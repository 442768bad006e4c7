import { serveDigest } from "./engine/hashes/hash-worker.ts";

serveDigest(self);

import { serveReads } from "./store/blob-reader.ts";

serveReads(self);

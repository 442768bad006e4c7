import { withPort } from "./shared/helper-port.ts";
import { serveReads } from "./store/blob-reader.ts";

withPort(serveReads);

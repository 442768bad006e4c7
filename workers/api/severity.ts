/** `fatal`: no virtual disk. `error`: shown, not to be edited. `warning`: usable, worth mending. `info`: a remark. */
export type Severity = "info" | "warning" | "error" | "fatal";

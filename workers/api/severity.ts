/**
 * - `fatal`: no virtual disk is offered.
 * - `error`: the image is shown, but must not be edited.
 * - `warning`: usable, worth a repair.
 * - `info`: worth knowing.
 */
export type Severity = "info" | "warning" | "error" | "fatal";

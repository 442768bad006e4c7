import type { ExportKind } from "./export.ts";
import type { LayerName } from "./layer.ts";

/** The screens of an open image. */
type ScreenName = "overview" | "structure" | "map" | "log" | "compare" | "disk" | "files" | "export";

/** Small images that come with the page. */
type SampleId = "clean" | "crashed" | "torn-log";

/**
 * Ids of what a user can do on the page. The page's registry and the next steps of a verdict both use these ids: an id that only
 * one side knows does not compile.
 */
export type ActionId =
  | "file.open"
  | "file.open-folder"
  | "file.add"
  | "file.new-disk"
  | `file.open-${SampleId}`
  | "file.retry"
  | "file.scan"
  | "file.close"
  | "file.close-all"
  | "image.full-check"
  | "image.read-anyway"
  | "kept.show"
  | "kept.begin-private"
  | "kept.end-private"
  | `chain.${"create-child" | "relink" | "choose-parent" | "unlink" | "show-parent" | "show-child"}`
  | `go.${"to" | "back" | "forward"}`
  | "find.open"
  | `${"find" | "field" | "difference" | "finding"}.${"next" | "previous"}`
  | `screen.${ScreenName}`
  | `view.theme-${"system" | "light" | "dark"}`
  | "view.palette"
  | "view.install"
  | `layer.${LayerName | "next" | "replay-all"}`
  | `bytes.${"bookmark" | "copy-offset" | "copy" | "save"}`
  | `edit.${"bytes" | "paste" | "fill" | "zero" | "apply-log" | "discard-log"}`
  | `edit.${"undo" | "redo" | "changes" | "compare" | "check" | "repair" | "repair-safe" | "discard-all" | "replace-original"}`
  | `edit.${"restore-kept" | "forget-kept"}`
  | `export.${ExportKind | "hashes"}`
  | "help.errors"
  | "help.shortcuts"
  | "help.about";

/** Those that a verdict may propose as a next step. A test holds the registry to have each of them. */
export type NextActionId = Extract<
  ActionId,
  `screen.${string}` | "file.open" | "finding.next" | "image.read-anyway"
>;

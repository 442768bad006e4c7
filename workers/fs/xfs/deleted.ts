import type { Steps } from "../../bytes/steps.ts";
import type { DeletedEntry, FileContent, NodeId } from "../file-system.ts";
import type { XfsContext } from "./context.ts";

export function* findDeleted(_context: XfsContext, _take: (entry: DeletedEntry) => void): Steps<void> {
  yield { done: 1, total: 1 };
}

export function openDeleted(_context: XfsContext, _node: NodeId): FileContent | null {
  return null;
}

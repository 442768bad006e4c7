import type { ComponentType } from "react";
import type { ChainDialog } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { ChooseParentDialog } from "./ChooseParentDialog.tsx";
import { CreateChildDialog } from "./CreateChildDialog.tsx";
import { RelinkDialog } from "./RelinkDialog.tsx";
import { UnlinkDialog } from "./UnlinkDialog.tsx";

const DIALOGS: Readonly<Record<ChainDialog, ComponentType>> = {
  "create-child": CreateChildDialog,
  relink: RelinkDialog,
  "choose-parent": ChooseParentDialog,
  unlink: UnlinkDialog,
};

/** The dialog about the shown file's links that is open. */
export function ChainDialogs() {
  const dialog = useStore((state) => state.chainDialog);
  if (dialog === null) return null;
  const Open = DIALOGS[dialog];
  return <Open />;
}

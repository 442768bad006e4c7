import { findHelp } from "../../../actions/help/find-help.ts";
import { parseGoTo, resolveGoTo } from "../../../actions/place/go-to.ts";
import { matchingActions } from "../../../actions/commands/palette.ts";
import { allActions, isAvailable, runAction } from "../../../actions/commands/registry.ts";
import { type AppState, useStore } from "../../../state/store.ts";
import { WORDS } from "./words.ts";

/** Characters from which on error messages are looked for: fewer fit too many. */
const SHORTEST = 4;

export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly keys: string | null;
  readonly run: () => Promise<void>;
}

/** What the palette offers for a text: a place where the text names one, then the actions and the error messages that fit. */
export function paletteItems(
  query: string,
  state: AppState,
): { readonly items: readonly PaletteItem[]; readonly problem: string | null } {
  const destination = state.summary === null ? null : parseGoTo(query);
  const resolved =
    destination === null || state.summary === null
      ? null
      : resolveGoTo(destination, state.summary, state.screen);
  const places: readonly PaletteItem[] =
    resolved?.ok === true
      ? [
          {
            id: "place",
            title: resolved.title,
            group: WORDS.palette.groups.go,
            keys: null,
            run: () => resolved.go(),
          },
        ]
      : [];
  const errors: readonly PaletteItem[] =
    state.palette === "places" || query.trim().length < SHORTEST
      ? []
      : findHelp(query).map(({ code, title }) => ({
          id: `help ${title}`,
          title: code === null ? title : `${code}: ${title}`,
          group: WORDS.palette.groups.help,
          keys: null,
          run: async () => useStore.getState().setHelp(code ?? title),
        }));
  const actions =
    state.palette === "places"
      ? []
      : matchingActions(
          query,
          allActions().filter((action) => isAvailable(action, state) && action.id !== "view.palette"),
        );
  return {
    items: [
      ...places,
      ...actions.map((action) => ({
        id: action.id,
        title: action.title,
        group: action.group,
        keys: action.keys?.[0] ?? null,
        run: () => runAction(action.id),
      })),
      ...errors,
    ],
    // What is the code of an error is hardly meant as an offset.
    problem: resolved?.ok === false && errors.length === 0 ? resolved.problem : null,
  };
}

import { useEffect, useMemo, useState } from "react";
import { useStore } from "../../state/store.ts";

/** Colours of the theme that is shown now, for canvases; CSS reads the tokens itself. */
export type TokenColors<Name extends string> = Readonly<Record<Name, string>>;

/**
 * @param names tokens with their dashes, "--kind-log". Pass a constant list.
 * @returns a new object whenever the theme changes.
 */
export function useTokenColors<const Name extends string>(names: readonly Name[]): TokenColors<Name> {
  const theme = useStore((state) => state.theme);
  const [systemDark, setSystemDark] = useState(() => darkQuery().matches);
  useEffect(() => {
    const query = darkQuery();
    const update = () => setSystemDark(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  // `theme` and `systemDark` are not arguments of `resolve`, but change its result.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => resolve(names), [names, theme, systemDark]);
}

function darkQuery(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** A custom property keeps `light-dark(…)` as text; only a real colour property is resolved. */
function resolve<Name extends string>(names: readonly Name[]): TokenColors<Name> {
  const probe = document.createElement("span");
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const colors = names.map((name) => {
    probe.style.color = `var(${name})`;
    return [name, style.color] as const;
  });
  probe.remove();
  return Object.fromEntries(colors) as TokenColors<Name>;
}

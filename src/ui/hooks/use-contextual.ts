import { useEffect, useRef } from "react";
import { CONTEXTUAL, type Handlers, provide } from "../../actions/commands/contextual.ts";

/**
 * Says what "find", "next field", … mean while this component is shown. Handlers may be new functions on every render;
 * which names there are must not change.
 */
export function useContextual(handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const names = CONTEXTUAL.filter((name) => handlers[name] !== undefined).join();
  useEffect(() => {
    const known = CONTEXTUAL.filter((name) => names.split(",").includes(name));
    return provide(Object.fromEntries(known.map((name) => [name, () => latest.current[name]?.()])));
  }, [names]);
}

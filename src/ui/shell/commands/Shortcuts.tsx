import { ACTION_GROUPS, allActions } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Kbd } from "../../parts/Kbd.tsx";
import styles from "./Shortcuts.module.css";
import { WORDS } from "./words.ts";

/** All key bindings of the registry. */
export function Shortcuts() {
  const open = useStore((state) => state.shortcutsOpen);
  const setOpen = useStore((state) => state.setShortcutsOpen);
  const actions = open ? allActions().filter((action) => (action.keys?.length ?? 0) > 0) : [];
  return (
    <Dialog title={WORDS.shortcuts} wide open={open} onClose={() => setOpen(false)}>
      <div className={styles.groups}>
        {ACTION_GROUPS.map((group) => {
          const members = actions.filter((action) => action.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group} className={styles.group}>
              <h3 className={styles.title}>{group}</h3>
              <dl className={styles.list}>
                {members.map((action) => (
                  <div key={action.id} className={styles.row}>
                    <dt>{action.title}</dt>
                    <dd className={styles.keys}>
                      {action.keys?.map((keys) => (
                        <Kbd key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

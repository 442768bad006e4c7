import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";
import { IconButton } from "../parts/Button.tsx";
import { WORDS } from "./words.ts";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const SIGNS = {
  system: { Icon: Monitor, text: WORDS.themes.system },
  light: { Icon: Sun, text: WORDS.themes.light },
  dark: { Icon: Moon, text: WORDS.themes.dark },
} as const;

/** Cycles through system, light and dark. */
export function ThemeButton() {
  const theme = useStore((state) => state.theme);
  const setTheme = useStore((state) => state.setTheme);
  const { Icon, text } = SIGNS[theme];
  return <IconButton label={text} icon={<Icon />} onPress={() => setTheme(NEXT[theme])} />;
}

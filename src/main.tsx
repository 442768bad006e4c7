import "./ui/theme/tokens.css";
import "./ui/theme/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start } from "./actions/start.ts";
import { workOffline } from "./client/abilities/offline.ts";
import { App } from "./ui/shell/App.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root");

start();
workOffline();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

/**
 * The style of the report. It leaves the page and lives on its own, so it carries the few colours of `tokens.css` that it
 * needs; on paper it is always light.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fff, #14171b);
  --sunken: light-dark(#f3f4f6, #1b1f24);
  --edge: light-dark(#d5d9df, #31373f);
  --text: light-dark(#1a1e24, #e4e8ed);
  --muted: light-dark(#4d5560, #b0bac5);
  --ok: light-dark(#1c6b38, #74d096);
  --replay: light-dark(#1658b8, #82b4ff);
  --warning: light-dark(#7d5a00, #e8c255);
  --invalid: light-dark(#b3261e, #ff9086);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 32px 24px; max-width: 1080px;
  background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 32px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--edge); font-size: 17px; }
h3 { margin: 16px 0 6px; font-size: 14px; }
p { margin: 8px 0; }
code, .mono { font-family: ui-monospace, "Cascadia Mono", "SF Mono", "DejaVu Sans Mono", monospace; font-size: 0.92em; }
.muted { color: var(--muted); }
.verdict, .notice { margin: 16px 0; padding: 12px 16px; border-left: 4px solid var(--edge); background: var(--sunken); }
.verdict p { margin: 0; font-size: 16px; }
.verdict .mark { font-weight: 600; }
.ok { border-color: var(--ok); } .ok .mark { color: var(--ok); }
.replay { border-color: var(--replay); } .replay .mark { color: var(--replay); }
.warning { border-color: var(--warning); } .warning .mark { color: var(--warning); }
.invalid { border-color: var(--invalid); } .invalid .mark { color: var(--invalid); }
table { width: 100%; border-collapse: collapse; margin: 8px 0 16px; }
caption { text-align: left; font-weight: 600; padding: 8px 0 4px; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--edge); text-align: left; vertical-align: top; }
td, h1, dd { unicode-bidi: isolate; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; color: var(--muted); white-space: nowrap; }
.facts th { width: 220px; }
.number { padding-right: 24px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.nowrap { white-space: nowrap; overflow-wrap: normal; }
ul.plain { margin: 0; padding: 0; list-style: none; }
.narrow table { width: auto; }
.scroll { overflow-x: auto; }
footer { margin-top: 40px; color: var(--muted); font-size: 12px; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2, h3, caption { break-after: avoid; }
  tr, .verdict, .notice { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
}
@page { margin: 15mm; }
`;

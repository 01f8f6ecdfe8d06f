// How the preview looks: the yellow of a galley proof, so that nobody takes it for the site.
//
// In comes nothing; out go a stylesheet for the shadow root and one line for the page. Never an
// inline style: the site's content security policy may forbid it.
(function (preview) {
  "use strict";

  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };

  /** What has the focus in the page must not hide behind the bar. */
  preview.pageStyle = sheet("@media screen { html { scroll-padding-block-end: 3.5rem } }");

  preview.style = sheet(`
:host {
  all: initial !important;
  display: block !important;
  /* A pixel more than the bar: a page may end between two. */
  block-size: 46px !important;
  color-scheme: light dark !important;
  --paper: light-dark(#fdf6dd, #2a2515);
  --sheet: light-dark(#fffdf5, #1f1b10);
  --edge: light-dark(#c9b77c, #675a33);
  --ink: light-dark(#2b2410, #f3ead0);
  --quiet: light-dark(#665a36, #c9bb92);
  --link: light-dark(#6b4300, #ffd27a);
  --wrong: light-dark(#a3131f, #ffa39c);
  --wash: light-dark(#fbe3df, #4a1f1d);
  --good: light-dark(#1b6b3a, #86d6a1);
  --absent: light-dark(#737373, #a3a3a3);
}
:host([data-share]) { block-size: 0 !important }
@media print { :host { display: none !important } }
*, ::before { box-sizing: border-box }
[hidden] { display: none !important }
aside {
  position: fixed; inset: auto 0 0; z-index: 2147483647;
  display: flex; flex-direction: column; max-block-size: 100vh;
  font: 14px/1.5 system-ui, sans-serif; color: var(--ink); text-align: start;
}
.bar {
  display: flex; align-items: center; gap: 8px; block-size: 45px; padding-inline: 12px 4px;
  background: var(--paper); border-block-start: 1px solid var(--edge);
}
.dot { flex: none; inline-size: 9px; block-size: 9px; border-radius: 50%; background: var(--good); border: 1px solid var(--paper) }
.broken > .dot { background: var(--wrong); border-radius: 2px }
.building > .dot, .lost > .dot, .gone:not(.broken) > .dot { background: var(--absent) }
.facts { flex: 1; min-inline-size: 0; display: flex; align-items: center; gap: 8px; overflow: hidden; white-space: nowrap }
.facts > :is(a, span[title]) { overflow: hidden; text-overflow: ellipsis; min-inline-size: 3rem; line-height: 44px }
.note { overflow: hidden; text-overflow: ellipsis; color: var(--quiet) }
.chip {
  flex: none; padding: 1px 8px; border: 1px solid var(--edge); border-radius: 9px;
  font-size: 13px; color: var(--quiet); background: var(--sheet);
}
.buttons { flex: none; display: flex; block-size: 44px }
button, .sheet a { min-block-size: 44px; font: inherit; color: var(--link) }
button { min-inline-size: 44px; padding: 0 10px; border: 0; background: none; cursor: pointer; white-space: nowrap }
button:hover { text-decoration: underline; text-underline-offset: .2em }
button[aria-expanded=true], button[aria-pressed=true] { background: var(--sheet); box-shadow: inset 0 3px var(--link) }
button.wrong { color: var(--wrong); font-weight: 600 }
a { color: var(--link); text-underline-offset: .2em }
.sheet a { display: inline-flex; align-items: center; overflow-wrap: anywhere }
:focus-visible { outline: 3px solid var(--link); outline-offset: -3px; border-radius: 2px }
.sheet {
  max-block-size: min(60vh, 30rem); overflow: auto; overscroll-behavior: contain;
  padding: 12px max(12px, 50vw - 30rem); background: var(--sheet);
  border-block-start: 1px solid var(--edge); box-shadow: 0 -2px 12px rgb(0 0 0 / .12);
}
.overlay { border-block-start: 3px solid var(--wrong) }
.panel:not([hidden]) ~ .overlay { display: none }
.sheet > header { display: flex; align-items: center; gap: 8px; justify-content: space-between }
h2, p, ul, dl, dd, pre { margin: 0; padding: 0 }
h2 { font-size: 16px; font-weight: 650; line-height: 1.3 }
.panel h2 { font-size: 14px; margin-block: 16px 4px }
.panel > h2:first-child { margin-block-start: 0 }
p { max-inline-size: 70ch }
.quiet { color: var(--quiet) }
ul { list-style: none }
.problem { padding-block: 8px 12px }
.problem + .problem { border-block-start: 1px solid var(--edge) }
.problem strong { font-weight: 650; overflow-wrap: anywhere }
.problem .severity { color: var(--quiet); font-weight: 650 }
.problem.error .severity { color: var(--wrong) }
pre { font: 13px/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
.excerpt { background: var(--paper); border-inline-start: 3px solid var(--edge); margin-block: 0 8px; padding: 6px 10px }
.excerpt > span { display: block; padding-inline-start: 5ch }
.excerpt .number { display: inline-block; inline-size: 4ch; margin-inline: -5ch 1ch; text-align: end; color: var(--quiet); user-select: none }
mark { background: var(--wash); color: inherit; text-decoration: underline 2px var(--wrong); text-underline-offset: .25em }
.label { color: var(--wrong) }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 6px 16px }
dt { color: var(--quiet); overflow-wrap: anywhere }
dd { overflow-wrap: anywhere }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-block: 8px; align-items: center }
.choices button { white-space: normal; text-align: start }
.choices button, .overlay button { border: 1px solid var(--edge); border-radius: 4px; background: var(--paper) }
.overlay button { flex: none }
.choices button[aria-pressed=true] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link) }
label { display: inline-flex; align-items: center; gap: 8px; min-block-size: 44px }
input { font: inherit; color: var(--ink); background: var(--sheet); accent-color: var(--link) }
input[type=date] { min-block-size: 44px; padding-inline: 8px; border: 1px solid var(--quiet); border-radius: 4px }
input[type=checkbox] { flex: none; inline-size: 20px; block-size: 20px; margin: 0 }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.share { padding: 12px 16px; background: var(--paper); border-block-start: 3px solid var(--wrong) }
@media (max-width: 44rem) {
  .facts > .chip, .facts .folder { display: none }
  .bar { gap: 4px; padding-inline: 8px 0 }
  .buttons button { padding: 0 7px }
  .lost > .buttons { display: none }
  .noted::after { content: ' •' }
}
@media (prefers-reduced-motion: no-preference) {
  .building > .dot { animation: wait 1s infinite alternate }
  @keyframes wait { to { opacity: .3 } }
}
@media (forced-colors: active) {
  .dot { background: CanvasText; forced-color-adjust: none }
  button[aria-expanded=true], button[aria-pressed=true] { border: 2px solid Highlight }
  mark { border-block-end: 2px solid Highlight }
}
`);
})((document.currentScript.matrikel ??= {}));

/** One style for what applicants see: without script, by whoever sees badly, on a telephone, in the dark, on paper. */
export const STYLE = `
:root { color-scheme: light dark;
  --ink: #1a1d21; --soft: #4a5159; --ground: #f3f5f8; --panel: #fff; --rule: #c3c9d1; --edge: #6b737d;
  --link: #0a4fae; --fill: #0a4fae; --on-fill: #fff; --wrong: #b3121d; --wrong-ground: #fdeeee;
  --done: #0b6b3a; --wait: #8a4a00; --yours: #fff6e0; --yours-edge: #8a4a00 }
@media (prefers-color-scheme: dark) { :root {
  --ink: #edf0f4; --soft: #b9c1cb; --ground: #14171b; --panel: #1e2329; --rule: #3d4650; --edge: #8d97a3;
  --link: #8ab8ff; --fill: #8ab8ff; --on-fill: #10151c; --wrong: #ff9d9d; --wrong-ground: #3a1d20;
  --done: #7ed9a4; --wait: #f3c069; --yours: #2f2717; --yours-edge: #f3c069 } }
html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; --target: 48px }
html.large { font-size: 24px; --target: 60px }
html.larger { font-size: 32px; --target: 64px }
html.largest { font-size: 40px; --target: 72px }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--ground); line-height: 1.65; overflow-wrap: anywhere;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif }
a { color: var(--link) }
.skip { position: absolute; left: -999rem }
.skip:focus { position: static; display: block; padding: .75rem 1rem }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1rem }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
  padding-top: .75rem }
header p { margin: 0; font-weight: 700 }
.sizes { display: flex; flex-wrap: wrap; gap: .25rem; align-items: center; margin: 0; padding: 0; list-style: none }
.sizes a { display: inline-flex; align-items: center; justify-content: center; min-width: var(--target);
  min-height: var(--target); padding: 0 .5rem; border-radius: .5rem; text-decoration: none }
.sizes a[aria-current] { border: 2px solid var(--edge); font-weight: 700; color: var(--ink) }
.at { margin: 1rem 0 0 } .at + h1 { margin-top: 0 }
h1 { margin: 1rem 0 .25rem; font-size: 1.6rem; line-height: 1.35 }
h2 { margin: 0 0 .5rem; font-size: 1.15rem; line-height: 1.4 }
h3 { margin: 1rem 0 .25rem; font-size: 1rem }
p { margin: 0 0 .6rem }
.lead { margin: .25rem 0 1rem; font-size: 1.1rem }
.soft { color: var(--soft) }
.number { font-variant-numeric: tabular-nums; white-space: nowrap }
.as-written { white-space: pre-wrap; overflow-wrap: anywhere }
.large .number, .larger .number, .largest .number { white-space: normal }
.panel { margin: 1rem 0; padding: 1rem; background: var(--panel); border: 1px solid var(--rule); border-radius: .6rem }
.yours { background: var(--yours); border: 2px solid var(--yours-edge) }
.told { border-left: .4rem solid var(--done) }
.wrongs { background: var(--wrong-ground); border: 2px solid var(--wrong) }
.wrongs ul { margin: 0; padding-left: 1.3rem }
.steps { display: flex; flex-wrap: wrap; gap: .4rem; margin: .75rem 0; padding: 0; list-style: none }
.steps li { flex: 1 1 7rem; padding: .4rem .6rem; border: 1px solid var(--rule); border-radius: .5rem;
  background: var(--panel) }
.steps b, .steps span { display: block }
.steps span { color: var(--soft) } .standard .steps span { font-size: .9rem }
.steps [aria-current] { border: 2px solid var(--edge) }
.next { margin: 0; padding-left: 1.3rem }
.next li { margin-bottom: .4rem }
dl { margin: 0 }
dl div { padding: .5rem 0; border-top: 1px solid var(--rule) }
dl div:first-child { border-top: 0 }
dt { font-weight: 700 }
dd { margin: 0 }
.state { font-weight: 700 }
.state.done { color: var(--done) } .state.wait { color: var(--wait) }
label, legend { display: block; font-weight: 700; padding: 0 }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; min-width: 0 }
.field { margin: 0 0 1rem }
.field > input, .field > select, .field > textarea { margin-top: .4rem }
.hint { margin: 0; color: var(--soft) }
.error { margin: .25rem 0 0; color: var(--wrong); font-weight: 700 }
input, select, textarea, button, .button { font: inherit; color: inherit; min-height: var(--target); max-width: 100% }
input:not([type=radio]):not([type=checkbox]), select, textarea { width: 100%; padding: .4rem .6rem;
  background: var(--panel); border: 1px solid var(--edge); border-radius: .4rem }
textarea { min-height: calc(var(--target) * 2) }
[aria-invalid=true] { border: 2px solid var(--wrong) !important }
.choice { display: flex; align-items: center; gap: .6rem; min-height: var(--target); font-weight: 400 }
.choice input { flex: none; width: 1.4rem; height: 1.4rem; min-height: 0; margin: 0; accent-color: var(--fill) }
button, .button { display: inline-flex; align-items: center; justify-content: center; padding: .4rem 1.4rem;
  border: 2px solid var(--fill); border-radius: .4rem; background: var(--fill); color: var(--on-fill); font-weight: 700;
  cursor: pointer; text-decoration: none }
button.plain, .button.plain { background: transparent; color: var(--link) }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0 0 .5rem }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
summary { min-height: var(--target); display: flex; align-items: center; cursor: pointer; font-weight: 700;
  color: var(--link) }
summary::before { content: "＋"; margin-right: .4rem } details[open] > summary::before { content: "－" }
.papers { margin: 0; padding: 0; list-style: none }
.papers a { display: flex; align-items: center; min-height: var(--target) }
footer { padding-top: 1rem; padding-bottom: 2rem; color: var(--soft) }
@media (min-width: 40rem) { dl div { display: grid; grid-template-columns: 9rem 1fr; gap: 1rem } }
@media print { header nav, form, details, .yours, .prints, .skip, .leave { display: none }
  body { background: #fff; color: #000 } .panel { border: 1px solid #000; break-inside: avoid } }
`

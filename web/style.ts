import type { Look } from '../core/model/config.ts';
import { mix, readable, standingOut } from './colours.ts';

/** The one style sheet of the readers' pages, in the publication's colours; a pure function of its look. */
export function styleSheet(look: Look): string {
  const paper = look.paper ?? '#ffffff';
  const ink = readable(look.ink ?? '#16130f', paper, standingOut(paper, '#000000', '#ffffff'));
  const accent = readable(look.accent ?? '#a11d21', paper, ink);
  const night = { paper: '#141311', ink: '#f1ece3' };
  const day = tokens(paper, ink, accent);
  const dark = tokens(night.paper, night.ink, readable(look.accent ?? '#ff9385', night.paper, night.ink));
  return `${`:root{color-scheme:light dark;${day}}@media (prefers-color-scheme:dark){:root{${dark}}}${rules}`.replace(/\s*\n\s*/g, '')}`;
}

function tokens(paper: string, ink: string, accent: string): string {
  const soft = readable(mix(ink, paper, 0.32), paper, ink);
  const on = standingOut(accent, '#ffffff', '#000000');
  return `--paper:${paper};--ink:${ink};--accent:${accent};--on:${on};--soft:${soft};--rule:${mix(ink, paper, 0.82)};--tint:${mix(ink, paper, 0.955)};--edge:${readable(mix(ink, paper, 0.45), paper, ink)}`;
}

const rules = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.6 var(--serif);--serif:Georgia,'Times New Roman',Times,serif;--sans:'Helvetica Neue',Helvetica,Arial,sans-serif;--tracking:.08em;overflow-wrap:break-word}
:lang(ar),:lang(fa){--serif:'Geeza Pro','Noto Naskh Arabic','Sakkal Majalla','Times New Roman',serif;--sans:'Geeza Pro','Noto Sans Arabic','Segoe UI',Tahoma,Arial,sans-serif;--tracking:normal;line-height:1.8}
:lang(he){--serif:'New Peninim MT','Noto Serif Hebrew',David,'Times New Roman',serif;--sans:'Arial Hebrew','Noto Sans Hebrew',Arial,sans-serif;--tracking:normal}
:lang(ja){--serif:'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP',serif;--sans:'Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans CJK JP',sans-serif;--tracking:normal;line-height:1.8}
:lang(zh){--serif:'Songti SC','Songti TC',SimSun,PMingLiU,'Noto Serif CJK SC',serif;--sans:'PingFang SC','PingFang TC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;--tracking:normal;line-height:1.8}
:lang(hi){--serif:'Kohinoor Devanagari','Noto Serif Devanagari','Nirmala UI',serif;--sans:'Kohinoor Devanagari','Noto Sans Devanagari','Nirmala UI',sans-serif;--tracking:normal;line-height:1.75}
a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.18em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.skip{position:absolute;inset-inline-start:-999rem}
.skip:focus{inset-inline-start:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper)}
.sheet{max-width:42rem;margin:0 auto;padding:0 1.25rem}
.masthead{padding-top:2.25rem;text-align:center}
.masthead a{color:inherit;text-decoration:none;display:inline-block;padding:.25rem .5rem}
.masthead p{margin:0 0 1rem;font:bold clamp(1.75rem,7vw,2.75rem)/1.15 var(--serif);letter-spacing:-.01em;text-wrap:balance}
.masthead img{display:block;max-width:100%;max-height:4.5rem;width:auto;height:auto}
.masthead hr{height:4px;margin:0;border:solid var(--ink);border-width:3px 0 1px;box-sizing:content-box}
main{padding:2.5rem 0 1rem}
h1{margin:0 0 .75rem;font:bold clamp(1.75rem,6vw,2.375rem)/1.18 var(--serif);letter-spacing:-.01em;text-wrap:balance}
h2{margin:2.75rem 0 1rem;padding-top:.5rem;border-top:1px solid var(--ink);font:bold .8125rem/1.5 var(--sans);letter-spacing:var(--tracking);text-transform:uppercase}
h3{margin:0;font:bold 1.375rem/1.3 var(--serif);text-wrap:pretty}
h3 a{color:var(--ink);text-decoration:none}
h3 a:hover{text-decoration:underline}
p{margin:0 0 1rem}
.intro{font-size:1.25rem;line-height:1.5;text-wrap:pretty}
.label,time{font:bold .8125rem/1.5 var(--sans);color:var(--soft)}
.kicker{margin:0 0 .5rem;font:bold .8125rem/1.5 var(--sans);letter-spacing:var(--tracking);color:var(--accent)}
.soft{color:var(--soft)}
.small{font:.9375rem/1.55 var(--sans)}
.list{margin:0;padding:0;list-style:none}
.list>li{padding:1.25rem 0;border-bottom:1px solid var(--rule)}
.list>li:first-child{padding-top:0}
.list p{margin:.25rem 0 0}
h1+.list{margin-top:1.5rem;border-top:1px solid var(--rule)}
h1+.list>li:first-child{padding-top:1.25rem}
.after{margin-top:1.5rem}
form{margin:0}
h1+form,.intro+form{margin-top:1.5rem}
button+.small{margin-top:1rem}
fieldset{margin:0 0 1.5rem;padding:0;border:0;min-width:0}
legend,label.over{display:block;margin:0 0 .375rem;padding:0;font:bold 1rem/1.5 var(--sans)}
.field{margin:0 0 1.5rem}
.field .soft{font-weight:normal}
input[type=email],input[type=text],select{display:block;width:100%;min-height:3rem;padding:.625rem .75rem;border:1px solid var(--edge);border-radius:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 var(--sans)}
select{appearance:auto}
[aria-invalid=true]{border-color:var(--accent);border-width:2px}
.choice{display:grid;grid-template-columns:auto 1fr;gap:.25rem .875rem;padding:.875rem 0;border-bottom:1px solid var(--rule);cursor:pointer}
.choice:first-of-type{border-top:1px solid var(--rule)}
.choice input{width:1.375rem;height:1.375rem;margin:.25rem 0 0;accent-color:var(--accent)}
.choice b{font:bold 1.1875rem/1.4 var(--serif)}
.choice span{grid-column:2;color:var(--soft)}
button,.button{display:inline-block;min-height:3rem;padding:.75rem 1.75rem;border:2px solid var(--ink);border-radius:0;background:var(--ink);color:var(--paper);font:bold 1.0625rem/1.4 var(--sans);text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:var(--accent);border-color:var(--accent);color:var(--on)}
button.second{background:transparent;color:var(--ink)}
button.second:hover{background:transparent;color:var(--accent)}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
.row .grow{flex:1 1 14rem;margin:0}
.panel{margin:1.5rem 0 2.5rem;padding:1.25rem 1.25rem 1.375rem;background:var(--tint)}
.panel h2{margin-top:0;padding-top:0;border:0}
.panel>:last-child{margin-bottom:0}
.told{margin:0 0 1.75rem;padding:.875rem 1.125rem;border-inline-start:4px solid var(--accent);background:var(--tint);font:1rem/1.55 var(--sans)}
.told p{margin:0}
.fault{margin:0 0 .5rem;color:var(--accent);font:bold .9375rem/1.5 var(--sans)}
.trap{position:absolute;inset-inline-start:-999rem;width:1px;height:1px;overflow:hidden}
.pages{display:flex;justify-content:space-between;gap:1rem;margin:2rem 0}
footer{margin:3rem 0 3rem;padding-top:1rem;border-top:1px solid var(--ink);font:.875rem/1.7 var(--sans);color:var(--soft)}
footer p{margin:0}
footer nav{display:flex;flex-wrap:wrap;gap:0 1.5rem;margin:0 0 .75rem}
footer a{display:inline-block;padding:.5rem 0;color:var(--ink)}
@media (max-width:30rem){.sheet{padding:0 1rem}.masthead{padding-top:1.25rem}main{padding-top:1.75rem}button,.button{width:100%;text-align:center}}
@media print{.masthead a,footer nav,form{display:none}}
`;

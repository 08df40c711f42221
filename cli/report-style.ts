/** The report page's one style sheet: it fetches nothing, and follows the reader's light or dark. */
export const reportStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#121212;--soft:#5b5a55;--rule:#dcd9d3;--tint:#f0eee9;--data:#1d5a88;--pale:#b7cfe0;--near:#935700;--over:#b3261e;--within:#cfe0d6;--warm:#f0dcb4;--hot:#efc3bf;--serif:Georgia,'Times New Roman',Times,serif;--sans:'Helvetica Neue',Helvetica,Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#141311;--ink:#f1ece3;--soft:#aaa49b;--rule:#37342f;--tint:#23211d;--data:#7fb8e2;--pale:#36566d;--near:#f0b45a;--over:#ff8e84;--within:#2b463a;--warm:#584521;--hot:#5f2f2b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 var(--serif)}
main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
.kicker{margin:0;padding-top:.75rem;border-top:4px solid var(--ink);font:bold .8125rem/1.5 var(--sans)}
h1{margin:.5rem 0 .5rem;font:bold clamp(1.875rem,5vw,2.875rem)/1.12 var(--serif);letter-spacing:-.015em;text-wrap:balance;overflow-wrap:break-word}
.dek{max-width:42rem;margin:0;color:var(--soft);font-size:1.1875rem;line-height:1.45;text-wrap:pretty}
.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));margin:2rem 0 0;border-top:1px solid var(--ink);border-bottom:1px solid var(--rule)}
.strip div{padding:.75rem 1rem 1rem 0}
.strip dt{font:.8125rem/1.5 var(--sans);color:var(--soft)}
.strip dd{margin:0;font:bold 1.75rem/1.2 var(--serif);font-variant-numeric:lining-nums}
.strip dd small{display:block;font:.8125rem/1.5 var(--sans);color:var(--soft)}
section{margin:3rem 0 0;padding-top:.75rem;border-top:1px solid var(--ink)}
h2{margin:0 0 .25rem;font:bold 1.4375rem/1.25 var(--serif);text-wrap:balance}
.lead{max-width:42rem;margin:0 0 1.25rem;color:var(--soft);font:.9375rem/1.5 var(--sans);text-wrap:pretty}
.pair{display:grid;grid-template-columns:minmax(0,1fr) 19rem;gap:1.5rem 2.5rem;align-items:start}
.pair+.pair{margin-top:2rem}
h3{margin:0 0 .5rem;font:bold 1rem/1.4 var(--sans)}
h3 span{font-weight:normal;color:var(--soft)}
svg{display:block;width:100%;height:auto;overflow:visible}
svg.narrow{display:none}
.scroll{max-height:20rem;overflow:auto}
:focus-visible{outline:3px solid var(--data);outline-offset:3px}
table{width:100%;border-collapse:collapse;font:.875rem/1.4 var(--sans);font-variant-numeric:tabular-nums lining-nums}
caption{padding:0 0 .375rem;text-align:start;color:var(--soft)}
th,td{padding:.3125rem 0 .3125rem .75rem;border-bottom:1px solid var(--rule);text-align:end;vertical-align:top}
th:first-child,td:first-child{padding-inline-start:0;text-align:start;overflow-wrap:break-word;min-width:5.5rem}
.links th:first-child{word-break:break-all}
.words th,.words td:nth-child(2){text-align:start}
.words td:last-child,.words th:last-child{text-align:end}
th{font-weight:normal}
thead th,thead td{font-weight:bold;border-bottom-color:var(--ink);position:sticky;top:0;background:var(--paper)}
.wide-table{overflow-x:auto}
.over{color:var(--over)}.near{color:var(--near)}
b.over,b.near{white-space:nowrap}
.key{display:inline-block;width:.75em;height:.75em;margin-inline-end:.375em}
.key.data{background:var(--data)}.key.pale{background:var(--pale)}
footer{margin-top:3.5rem;padding-bottom:3rem;font:.8125rem/1.6 var(--sans);color:var(--soft)}
footer p{max-width:44rem;margin:0 0 .5rem}
footer p:first-child{padding-top:.75rem;border-top:1px solid var(--rule);max-width:none}
text{font-family:var(--sans);font-size:14px;fill:var(--ink)}
text.small{font-size:13px;fill:var(--soft)}
text.value{font-weight:bold;font-size:15px;font-variant-numeric:lining-nums}
text.near{fill:var(--near)}text.over{fill:var(--over)}
rect.data,rect.needle{fill:var(--data)}rect.pale{fill:var(--pale)}rect.track{fill:var(--tint)}
rect.near,rect.needle.near{fill:var(--near)}rect.over,rect.needle.over{fill:var(--over)}
rect.needle.data{fill:var(--ink)}
rect.zone.within{fill:var(--within)}rect.zone.near{fill:var(--warm)}rect.zone.over{fill:var(--hot)}
line.grid{stroke:var(--rule)}line.axis{stroke:var(--ink)}
line.limit{stroke-dasharray:4 4;stroke-width:1.25}line.limit.near{stroke:var(--near)}line.limit.over{stroke:var(--over)}
polyline.series{fill:none;stroke:var(--data);stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
circle.dot{fill:var(--data);stroke:var(--paper);stroke-width:1.5}circle.near{fill:var(--near)}circle.over{fill:var(--over)}
@media (max-width:52rem){.pair{grid-template-columns:minmax(0,1fr)}}
@media (max-width:36rem){main,header,footer{padding-left:1.125rem;padding-right:1.125rem}header{padding-top:1.25rem}svg.wide{display:none}svg.narrow{display:block}.strip{grid-template-columns:1fr 1fr}section{margin-top:2.25rem}}
@media print{:root{color-scheme:light}section{break-inside:avoid}.scroll{max-height:none}}
`.replace(/\s*\n\s*/g, '');

// `npm start`: the whole way on this machine, by the commands you would type yourself. Nobody is mailed: messages become
// files in .pressrun/outbox. Run it again and nothing is sent again.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const newsletter = 'morning-brief';
// The sample is dated, so it makes the same edition whenever it is run.
const at = '2026-03-02T07:00:00-05:00';
const edition = `${newsletter}/2026-03-02`;

function pressrun(says, ...argv) {
  const shown = argv.map((word) => (/^[\w./:@-]+$/.test(word) ? word : `"${word}"`)).join(' ');
  console.log(`\n${says}\n\n  $ npx pressrun ${shown}\n`);
  const { status } = spawnSync(process.execPath, [path.join(root, 'dist/cli/main.js'), ...argv], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** The HTML part of a message of ours, as a reader sees it: quoted-printable (RFC 2045, 6.7) undone. */
function htmlOf(eml) {
  const part = eml.slice(eml.indexOf('Content-Type: text/html')).split('\r\n\r\n').slice(1).join('\r\n\r\n');
  const body = part.slice(0, part.indexOf('\r\n--=_')).replaceAll('=\r\n', '');
  return Buffer.from(
    body.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}

pressrun('1. Articles come in, from five formats.', 'import', 'examples/articles');
pressrun(
  '2. Readers come in. Rows that are no reader are refused, each with its reason, into a file; the others are in.',
  ...['subscribers', 'import', 'examples/subscribers.csv', '--newsletter', newsletter],
  ...['--consent-source', 'the sample publication', '--refused', '.pressrun/refused-readers.txt'],
);
const status = pressrun(
  '3. The edition of that morning is made and sent, once.',
  'send',
  newsletter,
  '--at',
  at,
  '--yes',
);
if (status !== 0) process.exit(status);
pressrun('4. What came of it.', 'report', edition);

const outbox = path.join(root, '.pressrun/outbox', edition);
const message = readdirSync(outbox)
  .filter((name) => name.endsWith('.eml'))
  .sort()[0];
const html = path.join(root, '.pressrun', `${edition.replace('/', '-')}.html`);
// The sample's pictures are at an address that does not exist; here they are taken from the checkout.
const local = htmlOf(readFileSync(path.join(outbox, message), 'latin1')).replaceAll(
  'https://news.example.org/pictures/',
  '../examples/pictures/',
);
writeFileSync(html, local);

console.log(`
The edition, as the first reader sees it:  ${path.relative(process.cwd(), html)}
Every message, one file a reader:          ${path.relative(process.cwd(), outbox)}

What to try next:

  npm start                                           nothing is sent again, and it says why
  npx pressrun build week-in-full --at 2026-03-01T08:30:00Z --out week
                                                      another newsletter, into a folder
  npx pressrun send ${newsletter} --at ${at} --test ann@example.com
                                                      the same edition to one address
  npx pressrun schedule                               when each newsletter goes out, daylight saving and all
  npx pressrun templates copy brief --as mine         a template of your own
  npx pressrun --help                                 everything else; docs/tour.md explains it
`);

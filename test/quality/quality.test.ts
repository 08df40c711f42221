import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { deliveredBytes } from '../../core/stages/check.ts';
import { countConditionalComments } from '../../core/stages/render-whitespace.ts';
import { budgetBytes } from '../../core/stages/shed.ts';
import { generatedEditions, type MeasuredEdition, sampleEditions } from './editions.ts';
import { fallbacks } from './fallbacks.ts';
import { featuresUsed } from './features-used.ts';
import { limits, type Quality, unsupported, withinLimits } from './measure.ts';

let editions: MeasuredEdition[];

beforeAll(async () => {
  editions = [...(await sampleEditions()), ...(await generatedEditions())];
}, 60_000);

describe('the editions that are measured', () => {
  test('are the three of the sample and three of 5, 20 and 60 articles, the same every time', async () => {
    expect(editions.map(({ name }) => name)).toEqual([
      'morning-brief',
      'week-in-full',
      'qissat-al-yawm',
      'generated-5',
      'generated-20',
      'generated-60',
    ]);
    const counts = editions.map(({ edition }) => edition.sections.flatMap(({ articles }) => articles).length);
    expect(counts.slice(3)).toEqual([5, 20, 60]);
    const again = await generatedEditions();
    expect(again.map(({ rendered }) => rendered.revision)).toEqual(
      editions.slice(3).map(({ rendered }) => rendered.revision),
    );
  });

  test('stay within the size budget, with Outlook’s comments in pairs', () => {
    for (const { rendered } of editions) {
      expect(deliveredBytes(rendered)).toBeLessThanOrEqual(budgetBytes);
      const open = rendered.html.match(/<!--\[if /g)?.length ?? 0;
      expect(rendered.html.match(/<!\[endif\]-->/g)).toHaveLength(open);
      expect(countConditionalComments(rendered.html)).toBe(open * 2);
    }
  });

  test('use nothing that a mail program lacks, unless something stands in for it', () => {
    for (const { rendered } of editions) expect(unsupported(rendered.html)).toEqual([]);
  });
});

describe('the measures can fail', () => {
  test('a feature without a fallback is found, with the programs that lack it', () => {
    expect(unsupported('<div style="position:sticky;display:grid">x</div>').join('\n')).toMatch(
      /css-display-grid: not in .*Outlook Windows \(classic\)/,
    );
  });

  test('every fallback notices what it stands for going missing', () => {
    const html = editions[0]?.rendered.html ?? '';
    const bare = html.replace(/\sstyle="[^"]*"/g, ' style="color:red;height:9px;opacity:0;outline:0;white-space:pre"');
    const broken = bare
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/<title>[^<]*/, '<title>')
      .replaceAll('style="', 'style="word-spacing:2px;text-wrap:wrap;overflow-wrap:normal;');
    for (const [name, { holds }] of Object.entries(fallbacks)) {
      expect([name, holds(html), holds(broken)]).toEqual([name, true, false]);
    }
  });

  test('there is no fallback for a feature that no edition uses', () => {
    const used = new Set(editions.flatMap(({ rendered }) => featuresUsed(rendered.html)));
    expect(Object.keys(fallbacks).filter((slug) => !used.has(slug))).toEqual([]);
  });

  test('each figure outside its limit counts, and a missing SpamAssassin does not', () => {
    const good: Quality = { edition: 'x', bytes: limits.bytes, axe: 0, caniemail: 0, contrast: 4.5, spam: null };
    expect(withinLimits(good)).toBe(true);
    const bad: Partial<Quality>[] = [
      { bytes: limits.bytes + 1 },
      { axe: 1 },
      { caniemail: 1 },
      { contrast: 4.49 },
      { spam: 1 },
    ];
    for (const change of bad) expect(withinLimits({ ...good, ...change })).toBe(false);
  });
});

/** A message as a parser that is not ours reads it. */
interface Read {
  subject: string | undefined;
  from: string | undefined;
  html: string;
  text: string;
}

const lines = (text: string) => text.replace(/\r\n/g, '\n').trim();

const pythonProgram = `
import email, email.policy, json, sys
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
defects = [str(defect) for part in message.walk() for defect in part.defects]
defects += [str(defect) for _, value in message.items() for defect in value.defects]
print(json.dumps({"subject": message["subject"], "from": message["from"].addresses[0].addr_spec, "defects": defects,
  "html": parts["text/html"], "text": parts["text/plain"]}))
`;

describe('every message', () => {
  test('is read alike by two parsers from npm, and says what was rendered', async () => {
    for (const { message, rendered } of editions) {
      const mailparser = await simpleParser(Buffer.from(message));
      const postal = await PostalMime.parse(message);
      const reads: Read[] = [
        {
          subject: mailparser.subject,
          from: mailparser.from?.value[0]?.address,
          html: String(mailparser.html),
          text: mailparser.text ?? '',
        },
        { subject: postal.subject, from: postal.from?.address, html: postal.html ?? '', text: postal.text ?? '' },
      ];
      for (const { subject, from, html, text } of reads) {
        expect(from).toMatch(/@news\.example\.org$/);
        expect(html).toContain('<!doctype html>');
        expect(lines(text).length).toBeGreaterThan(200);
        for (const { marker } of rendered.fields) expect(`${subject}${html}${text}`).not.toContain(marker);
      }
      expect(reads[1]?.subject).toBe(reads[0]?.subject);
      expect(lines(reads[1]?.html ?? '')).toBe(lines(reads[0]?.html ?? ''));
      expect(lines(reads[1]?.text ?? '')).toBe(lines(reads[0]?.text ?? ''));
    }
  });

  const python = spawnSync('python3', ['--version']).error === undefined;
  (python ? test : test.skip)('has no defect in Python’s parser', async () => {
    for (const { message, rendered } of editions) {
      const { stdout, stderr } = spawnSync('python3', ['-c', pythonProgram], { input: message });
      expect(stderr.toString()).toBe('');
      const read = JSON.parse(stdout.toString()) as Read & { defects: string[] };
      const postal = await PostalMime.parse(message);
      expect(read.defects).toEqual([]);
      expect(read.subject).toBe(postal.subject);
      expect(lines(read.html)).toBe(lines(postal.html ?? ''));
      expect(lines(read.text)).toBe(lines(postal.text ?? ''));
      expect(rendered.html.length).toBeGreaterThan(1_000);
    }
  });

  test('has List-Unsubscribe on one line with one https address, and no line over 998 bytes', () => {
    for (const { message } of editions) {
      const source = Buffer.from(message).toString('latin1');
      const head = source.slice(0, source.indexOf('\r\n\r\n'));
      expect(head).toMatch(/^List-Unsubscribe: <https:\/\/[^<>\s]+>$/m);
      expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
      for (const name of ['From', 'To', 'Subject', 'Date', 'MIME-Version', 'List-Id', 'Content-Type']) {
        expect(head.match(new RegExp(`^${name}:`, 'gim'))).toHaveLength(1);
      }
      expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });
});

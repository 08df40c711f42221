import { describe, expect, test } from '@jest/globals';
import { isMachine } from '../../../core/stages/track-machine.ts';

const browser = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15';

describe('isMachine', () => {
  const signs = { userAgent: browser, isPrefetch: false, secondsAfterAcceptance: 60 };
  const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
  const ahead =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';
  test.each([
    ['a browser a minute later', {}, false],
    ['a browser at once', { secondsAfterAcceptance: 9.9 }, true],
    ['before its acceptance was recorded', { secondsAfterAcceptance: -1 }, true],
    ['Gmail’s picture proxy, later', { userAgent: gmail }, false],
    ['Gmail’s picture proxy, at once', { userAgent: gmail, secondsAfterAcceptance: 2 }, true],
    ['Gmail fetching ahead', { userAgent: ahead }, true],
    ['Apple’s Mail Privacy Protection', { userAgent: 'Mozilla/5.0' }, true],
    [
      'a mail program',
      { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0' },
      false,
    ],
    [
      'a telephone named Cubot',
      { userAgent: 'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120 Mobile' },
      false,
    ],
    ['a crawler', { userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }, true],
    ['a library', { userAgent: 'python-requests/2.32' }, true],
  ])('%s', (_, change, expected) => {
    expect(isMachine({ ...signs, ...change })).toBe(expected);
  });
});

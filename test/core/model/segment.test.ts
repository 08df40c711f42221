import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  outsideOf,
  ruleWords,
  type SegmentRule,
  type SegmentTraits,
  segmentSchema,
} from '../../../core/model/segment.ts';

const at = '2026-11-23T12:00:00.000Z';
const ann: SegmentTraits = {
  attributes: { city: 'Oslo', plan: 'Gold yearly', empty: '' },
  locale: 'pt-BR',
  joinedAt: '2026-10-01T08:00:00.000Z',
  received: new Set(['world-brief/2026-11-22']),
};

const cases: [SegmentRule, boolean, string][] = [
  [{ attribute: 'city', is: 'OSLO ' }, true, 'city is OSLO '],
  [{ attribute: 'city', is: ['Bergen', 'Oslo'] }, true, 'city is Bergen or Oslo'],
  [{ attribute: 'city', is: 'Osl' }, false, 'city is Osl'],
  [{ attribute: 'plan', contains: 'gold' }, true, 'plan contains gold'],
  [{ attribute: 'plan', contains: ['silver'] }, false, 'plan contains silver'],
  [{ attribute: 'city', exists: true }, true, 'has city'],
  [{ attribute: 'empty', exists: true }, false, 'has empty'],
  [{ attribute: 'constructor', exists: false }, true, 'has no constructor'],
  [{ locale: 'pt' }, true, 'language pt'],
  [{ locale: ['pt-PT', 'en'] }, false, 'language pt-PT or en'],
  [{ joinedBefore: '2026-10-02' }, true, 'joined before 2026-10-02'],
  [{ joinedBefore: '2026-10-01' }, false, 'joined before 2026-10-01'],
  [{ joinedBefore: '30d' }, true, 'joined before 30d before the edition'],
  [{ joinedAfter: '90d' }, true, 'joined after 90d before the edition'],
  [
    { received: ['world-brief/2026-11-21', 'world-brief/2026-11-22'] },
    true,
    'received world-brief/2026-11-21 or world-brief/2026-11-22',
  ],
  [{ notReceived: 'world-brief/2026-11-22' }, false, 'did not receive world-brief/2026-11-22'],
  [{ any: [{ attribute: 'city', is: 'Rome' }, { locale: 'pt' }] }, true, 'city is Rome or language pt'],
  [{ not: { attribute: 'city', is: 'Oslo' } }, false, 'not (city is Oslo)'],
];

describe('a segment', () => {
  test.each(cases)('%j', (rule, isIn, words) => {
    expect(segmentSchema.parse(rule)).toEqual(rule);
    expect(outsideOf(rule, ann, at)).toBe(isIn ? null : words);
    expect(ruleWords(rule)).toBe(words);
  });

  test('of several rules names the first that keeps somebody out', () => {
    const rule: SegmentRule = {
      all: [{ locale: 'pt' }, { attribute: 'city', is: 'Rome' }, { attribute: 'x', exists: true }],
    };
    expect(outsideOf(rule, ann, at)).toBe('city is Rome');
  });

  test('and its contrary divide everybody', () => {
    const rules: fc.Arbitrary<SegmentRule> = fc.letrec<{ rule: SegmentRule }>((tie) => ({
      rule: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...cases.map(([rule]) => rule)),
        fc.record({ not: tie('rule') }),
        fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
      ),
    })).rule;
    fc.assert(
      fc.property(rules, (rule) => {
        expect(segmentSchema.safeParse(rule).success).toBe(true);
        expect(outsideOf(rule, ann, at) === null).toBe(outsideOf({ not: rule }, ann, at) !== null);
      }),
    );
  });

  test.each([
    {},
    { attribute: 'city' },
    { attribute: 'city', is: 'Oslo', contains: 'x' },
    { locale: 'klingonese' },
    { joinedBefore: 'yesterday' },
    { received: 'world-brief' },
    { all: [] },
    { not: [] },
    'everyone',
  ])('%j is none', (rule) => {
    expect(segmentSchema.safeParse(rule).success).toBe(false);
  });
});

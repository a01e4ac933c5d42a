import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../infra/local/event-bridge/compile-pattern.ts';

const uploaded = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: ['arn:aws:s3:::songs'],
  detail: {
    bucket: { name: 'songs' },
    object: { key: 'uploads/My Song.WAV', size: 1000, tags: ['a', 'b'] },
    'source-ip-address': '10.0.0.7',
    reason: null,
    empty: [],
    parts: [
      { number: 1, etag: 'x' },
      { number: 2, etag: 'y' },
    ],
  },
};
const matches = (pattern: unknown) => compilePattern(pattern)(uploaded);
const key = (filter: unknown) => matches({ detail: { object: { key: [filter] } } });
const size = (filter: unknown) => matches({ detail: { object: { size: [filter] } } });

describe('compilePattern', () => {
  it.each([
    ['a plain value', { source: ['aws.s3'] }],
    ['one of several values', { source: ['aws.ec2', 'aws.s3'] }],
    ['an item of a list', { resources: ['arn:aws:s3:::songs'] }],
    ['null', { detail: { reason: [null] } }],
    ['all fields at once', { source: ['aws.s3'], detail: { bucket: { name: ['songs'] } } }],
    ['a field inside a list of objects', { detail: { parts: { etag: ['y'] } } }],
    ['one side of $or', { $or: [{ source: ['other'] }, { detail: { object: { size: [1000] } } }] }],
    ['absence below an absent object', { detail: { nothing: { here: [{ exists: false }] } } }],
    ['absence of an empty list', { detail: { empty: [{ exists: false }] } }],
    ['presence', { detail: { object: { key: [{ exists: true }] } } }],
    ['a network', { detail: { 'source-ip-address': [{ cidr: '10.0.0.0/24' }] } }],
  ])('accepts %s', (_, pattern) => expect(matches(pattern)).toBe(true));

  it.each([
    ['another value', { source: ['aws.ec2'] }],
    ['text for a number', { detail: { object: { size: ['1000'] } } }],
    ['one field of two', { source: ['aws.s3'], detail: { bucket: { name: ['other'] } } }],
    ['an absent field', { detail: { object: { version: ['1'] } } }],
    ['absence of a present field', { source: [{ exists: false }] }],
    ['presence of an object, which is no leaf', { detail: { bucket: [{ exists: true }] } }],
    ['both sides of $or', { $or: [{ source: ['other'] }, { source: ['another'] }] }],
    ['another network', { detail: { 'source-ip-address': [{ cidr: '10.0.1.0/24' }] } }],
  ])('refuses %s', (_, pattern) => expect(matches(pattern)).toBe(false));

  it.each([
    [{ prefix: 'uploads/' }],
    [{ prefix: { 'equals-ignore-case': 'UPLOADS/' } }],
    [{ suffix: '.WAV' }],
    [{ suffix: { 'equals-ignore-case': '.wav' } }],
    [{ 'equals-ignore-case': 'UPLOADS/my song.wav' }],
    [{ wildcard: 'uploads/*.WAV' }],
    [{ 'anything-but': 'other' }],
    [{ 'anything-but': ['x', 'y'] }],
    [{ 'anything-but': { prefix: 'stems/' } }],
    [{ 'anything-but': { suffix: ['.mp3', '.ogg'] } }],
    [{ 'anything-but': { wildcard: '*.mp3' } }],
    [{ 'anything-but': { 'equals-ignore-case': ['x'] } }],
  ])('accepts the text filter %j', (filter) => expect(key(filter)).toBe(true));

  it.each([
    [{ prefix: 'upload/' }],
    [{ suffix: '.wav' }],
    [{ wildcard: 'uploads/?y*' }],
    [{ wildcard: '*.wav' }],
    [{ 'anything-but': 'uploads/My Song.WAV' }],
    [{ 'anything-but': { prefix: ['a', 'uploads/'] } }],
    [{ numeric: ['=', 1] }],
  ])('refuses the text filter %j', (filter) => expect(key(filter)).toBe(false));

  it('accepts numbers inside a range and refuses those at its open end', () => {
    expect(size({ numeric: ['>', 0, '<=', 1000] })).toBe(true);
    expect(size({ numeric: ['>=', 1, '<', 1000] })).toBe(false);
    expect(size({ numeric: ['=', 1000] })).toBe(true);
  });

  it('refuses "anything-but" for an absent field', () => {
    expect(matches({ detail: { object: { version: [{ 'anything-but': 'x' }] } } })).toBe(false);
  });

  it('takes an escaped star literally', () => {
    const test = compilePattern({ a: [{ wildcard: 'x\\*y*' }] });
    expect([test({ a: 'x*yz' }), test({ a: 'xxyz' })]).toEqual([true, false]);
  });

  it.each([
    ['an unknown filter', { source: [{ regex: '.*' }] }, 'regex'],
    [
      'an unknown filter inside anything-but',
      { source: [{ 'anything-but': { cidr: '1.2.3.4/8' } }] },
      'cidr',
    ],
    ['a wrong argument', { source: [{ prefix: 5 }] }, 'prefix'],
    ['two stars', { source: [{ wildcard: 'a**' }] }, 'stars'],
    ['a bare value', { source: 'aws.s3' }, 'source'],
    ['an empty list', { source: [] }, 'source'],
  ])('refuses to compile %s', (_, pattern, named) => {
    expect(() => compilePattern(pattern)).toThrow(named);
  });

  it('accepts every text that a prefix and a suffix were cut from', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (start, middle, end) => {
        const test = compilePattern({ a: [{ prefix: start }], b: [{ suffix: end }] });
        return test({ a: start + middle, b: middle + end });
      }),
    );
  });
});

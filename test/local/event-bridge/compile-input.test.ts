import { describe, expect, it } from 'vitest';
import { compileInput } from '../../../infra/local/event-bridge/compile-input.ts';
import { scheduledEvent } from '../../../infra/local/event-bridge/scheduled-event.ts';

const rule = { name: 'upload', arn: 'arn:aws:events:eu-west-1:000000000000:rule/upload' };
const event = {
  ...scheduledEvent(rule.arn, new Date('2026-01-02T03:04:05.678Z')),
  detail: { key: 'a "quoted" name', size: 3, tags: ['x', 'y'], cause: null },
};
const payload = (input: Parameters<typeof compileInput>[0]) => compileInput(input)(event, rule);
const transformed = (InputTemplate: string, InputPathsMap: Record<string, string>) =>
  payload({ inputTransformer: { InputTemplate, InputPathsMap } });

describe('compileInput', () => {
  it('gives the whole event, a constant, or a part of it', () => {
    expect(payload({})).toEqual(event);
    expect(payload({ input: '{"a":1}' })).toEqual({ a: 1 });
    expect(payload({ inputPath: '$.detail.tags[1]' })).toBe('y');
  });

  it('puts values into a template as JSON, and inside quotes as text', () => {
    const paths = {
      key: '$.detail.key',
      size: '$.detail.size',
      tags: '$.detail.tags',
      cause: '$.detail.cause',
      id: '$.source',
    };
    expect(
      transformed('{"k":<key>,"s":<size>,"t":<tags>,"c":<cause>,"m":"<id> has <size> \\" bytes"}', paths),
    ).toEqual({
      k: 'a "quoted" name',
      s: 3,
      t: ['x', 'y'],
      c: null,
      m: 'aws.events has 3 " bytes',
    });
  });

  it('fills in null or nothing where the event has no value', () => {
    expect(transformed('{"a":<x>,"b":"[<x>]"}', { x: '$.detail.absent.deeper' })).toEqual({
      a: null,
      b: '[]',
    });
  });

  it('knows the predefined variables', () => {
    expect(transformed('[<aws.events.rule-name>,<aws.events.event>,<aws.events.event.json>]', {})).toEqual([
      'upload',
      expect.not.objectContaining({ detail: expect.anything() }),
      event,
    ]);
  });

  it('refuses a variable that is not defined, a path it does not know and two kinds of input', () => {
    expect(() => transformed('{"a":<b>}', {})).toThrow('<b>');
    expect(() => payload({ inputPath: '$.detail.*' })).toThrow('$.detail.*');
    expect(() => payload({ input: '1', inputPath: '$' })).toThrow('only one');
  });

  it('refuses an outcome that is no JSON', () => {
    expect(() => transformed('"<key> is there"', { key: '$.detail.key' })).toThrow('no valid JSON');
    expect(() => transformed('key: <key>', { key: '$.detail.key' })).toThrow('no valid JSON');
  });
});

import { describe, expect, it } from 'vitest';
import { findByPrefix } from '../../../infra/local/wiring/find-by-prefix.ts';

const items = [
  { stack: 'Front', logicalId: 'ApiF70053CD' },
  { stack: 'Front', logicalId: 'ApiStage4697DF29' },
  { stack: 'Back', logicalId: 'ApiF70053CD' },
  { stack: 'Back', logicalId: 'FunctionsOnUpload851F6FDA' },
];
const find = (prefix: string) => {
  const { stack, logicalId } = findByPrefix(items, prefix, (item) => item, 'resource');
  return `${stack}/${logicalId}`;
};

describe('findByPrefix', () => {
  it.each([
    ['FunctionsOn', 'Back/FunctionsOnUpload851F6FDA'],
    ['ApiS', 'Front/ApiStage4697DF29'],
    ['Back/Api', 'Back/ApiF70053CD'],
    ['Front/Api', 'Front/ApiF70053CD'],
    ['Front/ApiStage4697DF29', 'Front/ApiStage4697DF29'],
  ])('accepts %s', (prefix, expected) => expect(find(prefix)).toBe(expected));

  it('refuses a prefix of nothing, and lists what there is', () => {
    expect(() => find('Ghost')).toThrow(/No resource .*"Ghost".*Back\/FunctionsOnUpload851F6FDA/);
  });

  it('refuses a prefix of several, and lists them', () => {
    expect(() => find('Api')).toThrow(/More than one resource .*Front\/ApiF70053CD.*Back\/ApiF70053CD/);
  });
});

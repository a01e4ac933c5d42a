import { describe, expect, it } from 'vitest';
import { appWith, templateOf } from './synthesize.ts';

const template = templateOf(appWith({ upstream: 'engine' }), 'Engine');

describe('the storage of the quality checker', () => {
  it('keeps datasets for ever, separations for 72 hours and zips for a week', () => {
    const [bucket] = Object.values(template.findResources('AWS::S3::Bucket'));
    const rules: { Prefix?: string; ExpirationInDays?: number }[] =
      bucket?.Properties.LifecycleConfiguration.Rules;
    const days = (key: string) =>
      rules
        .filter(
          ({ Prefix = '', ExpirationInDays }) => ExpirationInDays !== undefined && key.startsWith(Prefix),
        )
        .map(({ ExpirationInDays }) => ExpirationInDays);
    expect(days('datasets/0/song_0_vocals.wav')).toEqual([]);
    expect(days('storage/datasets/0/song_0_mixture.wav')).toEqual([]);
    expect(days('storage/temp/20260812120000-0123456789-song.wav')).toEqual([3]);
    expect(days('storage/processed/song_vocals.wav')).toEqual([3]);
    expect(days('quality/7/submission.zip')).toEqual([7]);
  });
});

describe('the functions of the quality checker', () => {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith('Quality'),
  );

  it('cannot scan, and only the operator can change a dataset', () => {
    const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements.length).toBeGreaterThan(10);
    for (const { Action, Resource } of statements) {
      const actions = [Action].flat();
      expect(actions).not.toContain('dynamodb:Scan');
      if (JSON.stringify(Resource).includes('datasets/')) expect(actions).toEqual(['s3:GetObject']);
    }
  });

  it('see no accounts, except the one that takes zips', () => {
    const accounts = policies.filter(([, policy]) => JSON.stringify(policy).includes('TablesAccounts'));
    expect(accounts.map(([id]) => /AddEntry/.test(id))).toEqual([true]);
  });
});

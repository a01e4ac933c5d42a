import { describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { BusEvent } from '../../../infra/local/bus-event.ts';
import { createLocalEventBridge } from '../../../infra/local/event-bridge/local-event-bridge.ts';
import type { Principal } from '../../../infra/local/principal.ts';

const caller: Principal = { accessKeyId: 'R', kind: 'role', name: 'CallerRole' };
const entry = { Source: 'shop', DetailType: 'Sold', Detail: '{"id":7}' };

function eventBridge() {
  const published: BusEvent[] = [];
  const asked: unknown[] = [];
  const service = createLocalEventBridge({
    publish: (event) => published.push(event),
    authorize(...call) {
      asked.push(call);
      if (call[3]?.['events:source'] === 'forbidden') throw new AwsServiceError('AccessDenied', 'no', 403);
    },
    now: () => new Date('2026-11-22T10:00:00.500Z'),
  });
  return { published, asked, put: (body: unknown) => service.call('PutEvents', body, caller), service };
}

describe('PutEvents', () => {
  it('puts events on the default bus in the envelope of EventBridge', async () => {
    const { put, published } = eventBridge();
    const answer = await put({
      Entries: [
        { ...entry, Time: 1_700_000_000, Resources: ['arn:x'] },
        { ...entry, EventBusName: 'default' },
        { ...entry, EventBusName: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' },
      ],
    });
    expect(published).toHaveLength(3);
    expect(published).toMatchObject([
      {
        version: '0',
        'detail-type': 'Sold',
        source: 'shop',
        account: '000000000000',
        region: 'eu-west-1',
        time: '2023-11-14T22:13:20Z',
        resources: ['arn:x'],
        detail: { id: 7 },
      },
      { time: '2026-11-22T10:00:00Z', resources: [] },
      {},
    ]);
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: published.map(({ id }) => ({ EventId: id })) });
  });

  it('refuses single entries and takes the others, in their order', async () => {
    const { put, published } = eventBridge();
    const answer = await put({
      Entries: [
        { DetailType: 'Sold', Detail: '{}' },
        { ...entry, DetailType: '' },
        { Source: 'shop', DetailType: 'Sold' },
        { ...entry, Detail: 'not JSON' },
        { ...entry, Detail: '[1]' },
        { ...entry, Source: 'aws.s3' },
        entry,
      ],
    });
    expect(published).toHaveLength(1);
    expect(answer).toMatchObject({
      FailedEntryCount: 6,
      Entries: [
        { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('Source is not valid') },
        { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('DetailType') },
        { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('Detail is not valid') },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'NotAuthorizedForSourceException' },
        { EventId: published[0]?.id },
      ],
    });
  });

  it('asks for the right with source and kind of each event, and refuses the whole call without it', async () => {
    const { put, asked, published } = eventBridge();
    await expect(put({ Entries: [entry, { ...entry, Source: 'forbidden' }] })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
    expect(published).toEqual([]);
    expect(asked[0]).toEqual([
      caller,
      'events:PutEvents',
      'arn:aws:events:eu-west-1:000000000000:event-bus/default',
      { 'events:source': 'shop', 'events:detail-type': 'Sold' },
    ]);
  });

  it('accepts 10 entries and 1 MiB, and refuses more of either', async () => {
    const { put } = eventBridge();
    const ofBytes = (bytes: number) => {
      const Detail = JSON.stringify({ text: 'x'.repeat(bytes - 'shopSold{"text":""}'.length) });
      return { Entries: [{ ...entry, Detail }] };
    };
    await expect(put({ Entries: Array.from({ length: 10 }, () => entry) })).resolves.toBeDefined();
    await expect(put(ofBytes(1_048_576))).resolves.toBeDefined();
    for (const body of [
      { Entries: Array.from({ length: 11 }, () => entry) },
      { Entries: [] },
      ofBytes(1_048_577),
    ]) {
      await expect(put(body)).rejects.toMatchObject({ code: 'ValidationException' });
    }
  });

  it('refuses what is not modelled, by name', async () => {
    const { put, service } = eventBridge();
    await expect(put({ Entries: [{ ...entry, EventBusName: 'orders' }] })).rejects.toThrow('no bus orders');
    await expect(put({ Entries: [entry], EndpointId: 'a.b' })).rejects.toThrow('EndpointId');
    await expect(service.call('PutRule', {}, caller)).rejects.toThrow('PutRule');
  });
});

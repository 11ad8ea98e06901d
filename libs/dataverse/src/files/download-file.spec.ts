import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import { file, image } from '../table-map/column.js';
import { defineTable } from '../table-map/table.js';
import { connectedClient } from '../testing.js';

const MB = 1024 * 1024;
const id = '0a0a0a0a-0000-4000-8000-000000000001';
const permitTable = defineTable({
  name: 'cw_permit',
  entitySet: 'cw_permits',
  primaryId: 'cw_permitid',
  columns: { plan: file('cw_plan'), photo: image('cw_photo') },
});

/** 10 MB, so that a part in the wrong place is seen. */
const whole = Buffer.from(Array.from({ length: 10 * MB }, (_, at) => (at * 31 + (at >> 12)) & 255));

/** A service with one file. */
class Contents {
  version: string | null = 'file-1';
  readonly ranges: string[] = [];
  readonly streams: Readable[] = [];

  constructor(
    private readonly bytes = whole,
    /** How much of a part goes over before its connection breaks; undefined when it does not. */
    private readonly breaksAfter: (part: number) => number | undefined = () => undefined,
  ) {}

  readonly answer = ({ url, headers, stream }: HttpRequest): HttpResponse => {
    if (!stream)
      return answerOf(200, {
        body: JSON.stringify({
          cw_permitid: id,
          cw_plan: this.version,
          cw_plan_name: 'Plan Straße.pdf',
          cw_photo_timestamp: 7,
        }),
      });
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? [];
    this.ranges.push(`${first}-${last} ${url.slice(url.indexOf('cw_p', 50))}`);
    const part = this.bytes.subarray(Number(first), Number(last) + 1);
    const body = this.streamOf(part, this.breaksAfter(this.ranges.length));
    this.streams.push(body);
    const told = {
      'x-ms-file-size': String(this.bytes.length),
      'x-ms-file-name': 'plan.pdf',
      mimetype: 'application/pdf',
    };
    return answerOf(206, { headers: told, stream: body });
  };

  private streamOf(part: Buffer, breaksAfter = part.length): Readable {
    const isCut = breaksAfter < part.length;
    async function* pieces() {
      for (let at = 0; at < breaksAfter; at += MB) yield part.subarray(at, Math.min(at + MB, breaksAfter));
      if (isCut) throw new Error('broken');
    }
    return Readable.from(pieces());
  }
}

describe('downloadFile', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((one) => one.close())));

  function clientOf(contents: Contents) {
    const { client, connection, requests } = connectedClient(contents.answer);
    closing.push(connection);
    return { client, requests };
  }
  const download = (contents: Contents) => clientOf(contents).client.downloadFile(permitTable, id, 'plan');
  const read = async (contents: Contents) => buffer((await download(contents))?.content ?? Readable.from([]));

  it('tells what is in the file, and gives it block by block', async () => {
    const contents = new Contents();
    const { content, ...told } = (await download(contents)) ?? {};
    expect(told).toEqual({ name: 'Plan Straße.pdf', mimeType: 'application/pdf', sizeInBytes: 10 * MB });
    expect((await buffer(content ?? Readable.from([]))).equals(whole)).toBe(true);
    expect(contents.ranges.map((range) => range.split(' ')[0])).toEqual([
      '0-4194303',
      '4194304-8388607',
      '8388608-12582911',
    ]);
  });

  it('goes on behind the last byte when a connection breaks', async () => {
    const contents = new Contents(whole, (part) => [3 * MB, undefined, 0, 1][part - 1]);
    expect((await read(contents)).equals(whole)).toBe(true);
    expect(contents.ranges.map((range) => Number(range.split('-')[0]))).toEqual([
      0,
      3 * MB,
      7 * MB,
      7 * MB,
      7 * MB + 1,
    ]);
  });

  it('gives up when nothing comes three times in a row', async () => {
    const contents = new Contents(whole, () => 0);
    await expect(read(contents)).rejects.toMatchObject({
      code: 'connection-reset',
      cause: { message: 'broken' },
    });
    expect(contents.ranges).toHaveLength(3);
  });

  it('reads a small file in one request, and looks no more', async () => {
    const contents = new Contents(Buffer.from('A'));
    const { client, requests } = clientOf(contents);
    const file = await client.downloadFile(permitTable, id, 'plan');
    expect((await buffer(file?.content ?? Readable.from([]))).toString()).toBe('A');
    expect(requests).toHaveLength(2);
  });

  it('bears a file that is empty', async () => {
    expect(await read(new Contents(Buffer.alloc(0)))).toHaveLength(0);
  });

  it('mixes no two files', async () => {
    const contents = new Contents();
    const file = await download(contents);
    contents.version = 'file-2';
    await expect(buffer(file?.content ?? Readable.from([]))).rejects.toMatchObject({ code: 'file-changed' });
  });

  it('ends the answer under way when the reader leaves, also before the first byte', async () => {
    const contents = new Contents();
    const [begun, unread] = [await download(contents), await download(contents)];
    for await (const _ of begun?.content ?? []) break;
    unread?.content.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(contents.streams.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  it('holds no more than its reader takes', async () => {
    const contents = new Contents();
    const file = await download(contents);
    await new Promise((resolve) => setImmediate(resolve));
    expect(file?.content.readableLength ?? 0).toBeLessThanOrEqual(2 * MB);
    expect(contents.ranges).toHaveLength(1);
    file?.content.destroy();
  });

  it('is undefined without a file, and without a row', async () => {
    const contents = new Contents();
    contents.version = null;
    expect(await download(contents)).toBeUndefined();
    expect(contents.ranges).toEqual([]);
    const refusal = JSON.stringify({ error: { code: '0x80040217', message: '' } });
    const { client, connection } = connectedClient(answerOf(404, { body: refusal }));
    closing.push(connection);
    expect(await client.downloadFile(permitTable, id, 'plan')).toBeUndefined();
  });

  it('tells a refusal that came as a stream by its code', async () => {
    const refusal = JSON.stringify({ error: { code: '0x80040220', message: '' } });
    const contents = new Contents();
    const { client, connection } = connectedClient((request) =>
      request.stream ? answerOf(403, { stream: Readable.from([refusal]) }) : contents.answer(request),
    );
    closing.push(connection);
    await expect(client.downloadFile(permitTable, id, 'plan')).rejects.toMatchObject({
      code: 'not-permitted',
      dataverseCode: '0x80040220',
    });
  });

  it('does not take an answer for a file that does not say how large it is', async () => {
    const contents = new Contents();
    const { client, connection } = connectedClient((request) =>
      request.stream ? answerOf(200, { stream: Readable.from(['<html>']) }) : contents.answer(request),
    );
    closing.push(connection);
    await expect(client.downloadFile(permitTable, id, 'plan')).rejects.toMatchObject({
      code: 'unexpected-answer',
    });
  });

  it.each([
    ['full', 'cw_photo/$value?size=full'],
    ['thumbnail', 'cw_photo/$value'],
  ] as const)('gives an image in the size that is asked for: %s', async (size, path) => {
    const contents = new Contents(Buffer.from('A'));
    const file = await clientOf(contents).client.downloadFile(permitTable, id, 'photo', { size });
    expect(file?.name).toBe('plan.pdf');
    await buffer(file?.content ?? Readable.from([]));
    expect(contents.ranges).toEqual([`0-4194303 ${path}`]);
  });
});

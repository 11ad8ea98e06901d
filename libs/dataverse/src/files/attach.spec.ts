import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import { rowOf } from '../table-map/row-address.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { connectedClient, refusalOf } from '../testing.js';

const MB = 1024 * 1024;
const noteId = '0a0a0a0a-0000-4000-8000-000000000001';
const caseId = '0b0b0b0b-0000-4000-8000-000000000002';
const lost = new TransportError('connection-reset', 'unknown');

/** A service that keeps notes, and can lose its replies. */
class Notes {
  readonly asked: string[] = [];
  readonly bodies: Record<string, unknown>[] = [];
  note: { filename: string; _objectid_value: string } | undefined;

  constructor(private readonly losesReplyTo: (asked: string, time: number) => boolean = () => false) {}

  readonly answer = ({ method, url, body }: HttpRequest): HttpResponse => {
    const message = method === 'GET' ? 'GET' : url.slice(url.lastIndexOf('/') + 1);
    this.asked.push(message);
    this.bodies.push((typeof body === 'string' ? JSON.parse(body) : {}) as Record<string, unknown>);
    const answer = this.usual(message);
    if (this.losesReplyTo(message, this.asked.filter((one) => one === message).length)) throw lost;
    return answer;
  };

  private usual(message: string): HttpResponse {
    const here = { filename: 'photo.jpg', _objectid_value: caseId };
    if (message === 'GET')
      return this.note
        ? answerOf(200, { body: JSON.stringify({ annotationid: noteId, ...this.note }) })
        : refusalOf(404, '0x80040217');
    if (message === 'InitializeAnnotationBlocksUpload')
      return answerOf(200, { body: '{"FileContinuationToken":"token"}' });
    if (message === 'UploadBlock') return answerOf(204);
    if (message === 'annotations' && this.note) return refusalOf(412, '0x80040237');
    if (message !== 'annotations' && this.note) return refusalOf(400, '0x80040203');
    this.note = here;
    return message === 'annotations' ? answerOf(204) : answerOf(200, { body: '{}' });
  }
}

describe('attach', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((one) => one.close())));

  const note = { id: noteId, fileName: 'photo.jpg', mimeType: 'image/jpeg', subject: 'Lamp' };
  function attach(notes: Notes, source: Buffer | Readable, more: object = {}) {
    const { client, connection } = connectedClient(notes.answer);
    closing.push(connection);
    return client.attach(rowOf(incidentTable, caseId), { ...note, ...more }, source);
  }

  it('puts a small file into its note, in one request', async () => {
    const notes = new Notes();
    expect(await attach(notes, Buffer.from('ABC'))).toBe('attached');
    expect([notes.asked, notes.bodies]).toEqual([
      ['annotations'],
      [
        {
          annotationid: noteId,
          subject: 'Lamp',
          filename: 'photo.jpg',
          mimetype: 'image/jpeg',
          isdocument: true,
          documentbody: 'QUJD',
          'objectid_incident@odata.bind': `/incidents(${caseId})`,
        },
      ],
    ]);
  });

  it('finds its own note when the reply was lost, and when it is called again', async () => {
    const notes = new Notes((_, time) => time === 1);
    expect(await attach(notes, Buffer.from('ABC'))).toBe('already-there');
    expect(notes.asked).toEqual(['annotations', 'annotations', 'GET', 'GET']);
    expect(await attach(notes, Buffer.from('ABC'))).toBe('already-there');
  });

  it('sends a larger file in blocks, and the note with its commit', async () => {
    const notes = new Notes();
    expect(await attach(notes, Readable.from([Buffer.alloc(5 * MB)]))).toBe('attached');
    expect(notes.asked).toEqual([
      'GET',
      'InitializeAnnotationBlocksUpload',
      'UploadBlock',
      'UploadBlock',
      'CommitAnnotationBlocksUpload',
    ]);
    expect(notes.bodies.at(-1)).toMatchObject({
      Target: {
        '@odata.type': 'Microsoft.Dynamics.CRM.annotation',
        annotationid: noteId,
        filename: 'photo.jpg',
        'objectid_incident@odata.bind': `/incidents(${caseId})`,
      },
      BlockList: [expect.any(String), expect.any(String)],
      FileContinuationToken: 'token',
    });
  });

  it('finds by reading that a commit was done whose reply was lost', async () => {
    const notes = new Notes((asked, time) => asked.startsWith('Commit') && time === 1);
    expect(await attach(notes, Buffer.alloc(5 * MB))).toBe('attached');
    expect(notes.asked.slice(-3)).toEqual([
      'CommitAnnotationBlocksUpload',
      'CommitAnnotationBlocksUpload',
      'GET',
    ]);
  });

  it('uploads nothing of a larger file whose note is there', async () => {
    const notes = new Notes();
    await attach(notes, Buffer.alloc(5 * MB));
    const source = Readable.from([Buffer.alloc(5 * MB), Buffer.alloc(5 * MB)]);
    expect(await attach(notes, source)).toBe('already-there');
    expect([notes.asked.at(-1), source.destroyed]).toEqual(['GET', true]);
  });

  it.each([3, 5 * MB])('never changes another note that has its GUID (%i bytes)', async (size) => {
    const notes = new Notes();
    notes.note = { filename: 'another.jpg', _objectid_value: caseId };
    await expect(attach(notes, Buffer.alloc(size))).rejects.toMatchObject({ code: 'note-exists' });
    notes.note = { filename: 'photo.jpg', _objectid_value: noteId };
    await expect(attach(notes, Buffer.alloc(size))).rejects.toMatchObject({ code: 'note-exists' });
    expect(notes.asked).not.toContain('CommitAnnotationBlocksUpload');
  });

  it('knows a row by key only by the name of its file', async () => {
    const notes = new Notes((_, time) => time === 1);
    const { client, connection } = connectedClient(notes.answer);
    closing.push(connection);
    const to = rowOf(contactTable, { key: 'ab' });
    expect(await client.attach(to, note, Buffer.from('A'))).toBe('already-there');
  });

  it('makes no note of a source that is not as long as was told', async () => {
    const notes = new Notes();
    const short = attach(notes, Readable.from([Buffer.alloc(5 * MB)]), { sizeInBytes: 6 * MB });
    await expect(short).rejects.toMatchObject({ code: 'source-too-short' });
    await expect(attach(notes, Buffer.from('AB'), { sizeInBytes: 1 })).rejects.toMatchObject({
      code: 'source-too-long',
    });
    expect(notes.note).toBeUndefined();
  });

  it('tells that a kind of file is blocked', async () => {
    const { client, connection } = connectedClient(refusalOf(400, '0x80043e09'));
    closing.push(connection);
    const attached = client.attach(rowOf(incidentTable, caseId), note, Buffer.from('A'));
    await expect(attached).rejects.toMatchObject({ code: 'file-blocked', retry: 'never' });
  });
});

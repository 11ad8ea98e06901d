import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Causeway } from '../support/causeway.js';
import { EntraStandIn } from '../support/entra-stand-in.js';
import { smallCase, wholeCase } from '../support/sample-case.js';

/** Stands in what is sent; no answer may repeat it. */
const MARK = 'Zx9Marker';
const CASES = '/cases/v1/cases';
const METACHARACTERS = `${MARK}'; DROP TABLE "case";-- ) or 1 eq 1 $filter=*&%27`;

/** One request that nobody careful sends, and its answer. */
interface BadRequest {
  is: string;
  method?: string;
  path?: string;
  /** Undefined sends the website's own; null sends none. */
  authorization?: string | null;
  headers?: Record<string, string | string[]>;
  /** An object is sent as JSON. */
  body?: unknown;
  answer: [status: number, code: string, pointer?: string];
}

interface Answered {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

/** A whole case in which the value at the pointer is another one; undefined removes it. */
function caseWith(pointer: string, value: unknown): unknown {
  const body = wholeCase({ reporter: { name: 'Ann', email: 'ann@example.org', phone: '5550123' } });
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  const parent = names.reduce<Record<string, unknown>>(
    (object, name) => object[name] as Record<string, unknown>,
    body,
  );
  // An own key, whatever its name: `__proto__` too.
  Object.defineProperty(parent, last, { value, enumerable: true, configurable: true });
  return body;
}

/** The same with a value that only JSON text can have, such as 1e400. */
const textWith = (pointer: string, json: string): string =>
  JSON.stringify(caseWith(pointer, '@@@')).replace('"@@@"', json);

const wrongField = (is: string, pointer: string, value: unknown, at = pointer): BadRequest => ({
  is,
  body: caseWith(pointer, value),
  answer: [422, 'validation-failed', at],
});

const LENGTHS = {
  '/category': 100,
  '/title': 200,
  '/description': 4000,
  '/location/address': 400,
  '/location/assetId': 100,
  '/reporter/name': 200,
  '/reporter/email': 254,
  '/reporter/phone': 50,
  '/externalReference/system': 100,
  '/externalReference/id': 200,
};
const TEXTS = Object.entries(LENGTHS);
const OBJECTS = ['/location', '/location/point', '/reporter', '/externalReference'];

const wrongTexts: BadRequest[] = TEXTS.flatMap(([pointer, length]) => [
  wrongField(`${pointer} of ${length + 1} characters`, pointer, textOf(pointer, length + 1)),
  wrongField(
    `${pointer} of ${length + 2} UTF-16 units in half as many emoji`,
    pointer,
    '\u{1f4a1}'.repeat(length / 2 + 1),
  ),
  wrongField(`${pointer} with NUL`, pointer, `${MARK}\u0000`),
  wrongField(`${pointer} with half of a surrogate pair`, pointer, `${MARK}\ud83d`),
  wrongField(`${pointer} with the other half alone`, pointer, `\udca9${MARK}`),
  wrongField(`${pointer} with a control character`, pointer, `${MARK}\u000b`),
  wrongField(`${pointer} as a number`, pointer, 4_242_424_242),
  wrongField(`${pointer} as a list`, pointer, [MARK]),
  wrongField(`${pointer} as an object`, pointer, { $ne: MARK }),
  wrongField(`${pointer} of blanks`, pointer, ' \t\n\u00a0'),
]);

/** A text of its field's own kind, so that nothing but its length is wrong. */
function textOf(pointer: string, length: number): string {
  if (pointer.endsWith('email')) return `${MARK}@${'a23456789.'.repeat(30)}`.slice(0, length - 4) + '.org';
  return pointer.endsWith('phone') ? '5'.repeat(length) : MARK.padEnd(length, 'x');
}

const wrongObjects: BadRequest[] = OBJECTS.flatMap((pointer) => [
  wrongField(`${pointer} as text`, pointer, MARK),
  wrongField(`${pointer} as a list`, pointer, [{ latitude: 1, longitude: 1, address: MARK }]),
  wrongField(`${pointer} as a number`, pointer, 7),
]);

const unknownKeys: BadRequest[] = ['', ...OBJECTS].flatMap((parent) =>
  ['admin', 'constructor', 'toString', 'hasOwnProperty', `a/b~c'; --`].map((key) =>
    wrongField(
      `the unknown key ${JSON.stringify(key)} in ${parent || 'the case'}`,
      `${parent}/${key}`.replace('a/b~c', 'a b~c'),
      MARK,
      `${parent}/${key.replaceAll('~', '~0').replaceAll('a/b', 'a b')}`,
    ),
  ),
);

const prototypes: BadRequest[] = ['', ...OBJECTS].map((parent) => ({
  is: `the key __proto__ in ${parent || 'the case'}`,
  body: caseWith(`${parent}/__proto__`, { admin: MARK }),
  answer: [400, 'malformed-json'],
}));

const wrongPlaces: BadRequest[] = [
  wrongField('no location', '/location', undefined),
  wrongField('a location of null', '/location', null),
  wrongField('an empty location', '/location', {}),
  wrongField('a location of nulls', '/location', { point: null, address: null, assetId: null }),
  wrongField('an empty point', '/location/point', {}, '/location/point/latitude'),
  wrongField('a point without longitude', '/location/point', { latitude: 1 }, '/location/point/longitude'),
  wrongField('a latitude over 90', '/location/point/latitude', 90.000_000_1),
  wrongField('a latitude below -90', '/location/point/latitude', -91),
  wrongField('a longitude over 180', '/location/point/longitude', 180.000_000_1),
  wrongField('a longitude below -180', '/location/point/longitude', -1e308),
  wrongField('a latitude as text', '/location/point/latitude', '52.5'),
  wrongField('a latitude of null', '/location/point/latitude', null),
  wrongField('a longitude of true', '/location/point/longitude', true),
  wrongField('a longitude as a list', '/location/point/longitude', [1]),
  {
    is: 'a latitude of 1e400',
    body: textWith('/location/point/latitude', '1e400'),
    answer: [422, 'validation-failed', '/location/point/latitude'],
  },
  {
    is: 'a latitude of -1e400',
    body: textWith('/location/point/latitude', '-1e400'),
    answer: [422, 'validation-failed', '/location/point/latitude'],
  },
  {
    is: 'a latitude of NaN',
    body: textWith('/location/point/latitude', 'NaN'),
    answer: [400, 'malformed-json'],
  },
  {
    is: 'a latitude of +1',
    body: textWith('/location/point/latitude', '+1'),
    answer: [400, 'malformed-json'],
  },
  {
    is: 'a latitude of 0x10',
    body: textWith('/location/point/latitude', '0x10'),
    answer: [400, 'malformed-json'],
  },
];

const missing: BadRequest[] = [
  '/category',
  '/title',
  '/externalReference/system',
  '/externalReference/id',
].flatMap((pointer) => [
  wrongField(`no ${pointer}`, pointer, undefined),
  wrongField(`${pointer} of null`, pointer, null),
  wrongField(`an empty ${pointer}`, pointer, ''),
]);

const wrongMoments: BadRequest[] = [
  ['30 February', '2026-02-30T10:00:00Z'],
  ['29 February of a common year', '2025-02-29T10:00:00Z'],
  ['month 13', '2026-13-01T10:00:00Z'],
  ['hour 25', '2026-03-01T25:00:00Z'],
  ['no offset', '2026-03-01T10:00:00'],
  ['an offset of 99 hours', '2026-03-01T10:00:00+99:00'],
  ['a day without a time', '2026-03-01'],
  ['the far future', '2999-01-01T00:00:00Z'],
  ['a time before 1753', '1752-12-31T23:59:59Z'],
  ['a time before 1753 by its offset', '1753-01-01T00:00:00+14:00'],
  ['year 0000', '0000-01-01T00:00:00Z'],
  ['a year of six digits', '+020260-01-01T00:00:00Z'],
  ['words', `yesterday ${MARK}`],
  ['metacharacters', METACHARACTERS],
  ['NUL', '2026-03-01T10:00:00Z\u0000'],
  ['a line end behind it', '2026-03-01T10:00:00Z\n'],
  ['milliseconds since 1970', 1_772_000_000_000],
].map(([is, moment]) => wrongField(`occurredAt: ${String(is)}`, '/occurredAt', moment));

const wrongAddresses: BadRequest[] = [
  ...[
    'no at',
    'ann@',
    '@example.org',
    'ann@example',
    'ann@@example.org',
    'ann@exa mple.org',
    'a@b.org, c@d.org',
    'ann@example.org\r\nBcc: x@y.org',
    `<script>${MARK}</script>@x`,
    METACHARACTERS,
  ].map((email) => wrongField(`the e-mail address ${JSON.stringify(email)}`, '/reporter/email', email)),
  ...[
    'call me',
    '123',
    '++44 20 7946',
    '020 7946 0000 x12',
    '\u0661\u0662\u0663\u0664',
    `1234${MARK}`,
    `1234' or '1'='1`,
    METACHARACTERS,
  ].map((phone) => wrongField(`the telephone number ${JSON.stringify(phone)}`, '/reporter/phone', phone)),
];

const wrongBodies: BadRequest[] = [
  { is: 'a list of cases', body: [smallCase()], answer: [422, 'validation-failed', ''] },
  { is: 'an empty list', body: '[]', answer: [422, 'validation-failed', ''] },
  { is: 'null', body: 'null', answer: [422, 'validation-failed', ''] },
  { is: 'a text', body: `"${MARK}"`, answer: [422, 'validation-failed', ''] },
  { is: 'a number', body: '-0', answer: [422, 'validation-failed', ''] },
  { is: 'an empty object', body: '{}', answer: [422, 'validation-failed', '/category'] },
  { is: 'an empty body', body: '', answer: [400, 'malformed-json'] },
  { is: 'half an object', body: `{"title":"${MARK}`, answer: [400, 'malformed-json'] },
  { is: 'a trailing comma', body: `{"title":"${MARK}",}`, answer: [400, 'malformed-json'] },
  { is: 'single quotes', body: `{'title':'${MARK}'}`, answer: [400, 'malformed-json'] },
  { is: 'a comment', body: `{/* ${MARK} */}`, answer: [400, 'malformed-json'] },
  { is: 'two objects', body: '{}{}', answer: [400, 'malformed-json'] },
  { is: 'a line end in a text', body: `{"title":"${MARK}\n"}`, answer: [400, 'malformed-json'] },
  { is: '60 KB of brackets', body: '['.repeat(60_000), answer: [400, 'json-too-deep'] },
  { is: '8,000 objects in objects', body: '{"a":'.repeat(8_000), answer: [400, 'json-too-deep'] },
  { is: 'a field of 17 levels', body: caseWith('/title', nested(17)), answer: [400, 'json-too-deep'] },
  {
    is: 'a body of 1 MB',
    body: caseWith('/description', MARK.repeat(120_000)),
    answer: [413, 'payload-too-large'],
  },
  {
    is: '64 KB of keys',
    body: Object.fromEntries(Array.from({ length: 7_000 }, (_, at) => [`k${at}`, 1])),
    answer: [413, 'payload-too-large'],
  },
  {
    is: 'a constructor with a prototype',
    body: '{"constructor":{"prototype":{"admin":true}}}',
    answer: [400, 'malformed-json'],
  },
];

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const wrongEncodings: BadRequest[] = [
  { is: 'broken UTF-8', body: bytesIn([0xc3, 0x28]), answer: [400, 'invalid-encoding'] },
  { is: 'a character cut off', body: bytesIn([0xf0, 0x9f, 0x92]), answer: [400, 'invalid-encoding'] },
  { is: 'overlong UTF-8', body: bytesIn([0xc0, 0xaf]), answer: [400, 'invalid-encoding'] },
  { is: 'a surrogate in UTF-8', body: bytesIn([0xed, 0xa0, 0x80]), answer: [400, 'invalid-encoding'] },
  { is: 'beyond Unicode', body: bytesIn([0xf4, 0x90, 0x80, 0x80]), answer: [400, 'invalid-encoding'] },
  {
    is: 'Latin-1',
    body: latin1(JSON.stringify(smallCase({ title: 'Stra\u00dfe' }))),
    answer: [400, 'invalid-encoding'],
  },
  {
    is: 'Latin-1 that says so',
    headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    body: latin1(JSON.stringify(smallCase({ title: 'Stra\u00dfe' }))),
    answer: [400, 'invalid-encoding'],
  },
  {
    is: 'UTF-16',
    body: Buffer.from(JSON.stringify(smallCase()), 'utf16le'),
    answer: [400, 'malformed-json'],
  },
  {
    is: 'UTF-16 with its mark',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    body: Buffer.from(`\ufeff${JSON.stringify(smallCase())}`, 'utf16le'),
    answer: [400, 'invalid-encoding'],
  },
];

const wrongTypes: BadRequest[] = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json-patch+json',
  'application/jsonx',
  'text/json',
  '*/*',
  MARK,
]
  .map((type): BadRequest => ({
    is: `the content type ${type}`,
    headers: { 'content-type': type },
    body: smallCase(),
    answer: [415, 'unsupported-media-type'],
  }))
  .concat([
    {
      is: 'no content type',
      headers: { 'content-type': [] },
      body: smallCase(),
      answer: [415, 'unsupported-media-type'],
    },
    {
      is: 'a compressed body',
      headers: { 'content-encoding': 'gzip' },
      body: smallCase(),
      answer: [415, 'unsupported-media-type'],
    },
    {
      is: 'neither content type nor body',
      headers: { 'content-type': [] },
      answer: [422, 'validation-failed', ''],
    },
  ]);

const wrongKeys: BadRequest[] = [
  ['an empty one', ''],
  ['256 characters', 'k'.repeat(256)],
  ['blanks within', `a ${MARK}`],
  ['letters beyond ASCII', `cl\u00e9-${MARK}`],
  ['two of them', ['one', MARK]],
  ['metacharacters and blanks', METACHARACTERS],
].map(([is, key]) => ({
  is: `Idempotency-Key: ${String(is)}`,
  headers: { 'idempotency-key': key as string | string[] },
  body: smallCase(),
  answer: [400, 'idempotency-key-invalid'],
}));

const get = (is: string, path: string, answer: BadRequest['answer']): BadRequest => ({
  is,
  method: 'GET',
  path,
  answer,
});
const NOT_FOUND: BadRequest['answer'] = [404, 'not-found'];
const wrongPaths: BadRequest[] = [
  get('an unknown reference', `${CASES}/CW-0000-0000-0000`, NOT_FOUND),
  get('a reference in lower case', `${CASES}/cw-0000-0000-0000`, NOT_FOUND),
  get('a reference with a line end', `${CASES}/CW-0000-0000-0000%0A`, NOT_FOUND),
  get('SQL for a reference', `${CASES}/${encodeURIComponent(METACHARACTERS)}`, NOT_FOUND),
  get('OData for a reference', `${CASES}/${encodeURIComponent(`incidents(${MARK})?$expand=*`)}`, NOT_FOUND),
  get('NUL for a reference', `${CASES}/%00`, NOT_FOUND),
  get('a way up', `${CASES}/..%2f..%2f${MARK}`, NOT_FOUND),
  get('a reference of 200 characters', `${CASES}/${MARK.padEnd(200, 'x')}`, NOT_FOUND),
  get('a reference of 1,000 characters', `${CASES}/${MARK.repeat(111)}`, [414, 'uri-too-long']),
  get('broken percent signs', `${CASES}/${MARK}%zz`, [400, 'malformed-request']),
  get('a reference that is no UTF-8', `${CASES}/${MARK}%ff`, [400, 'malformed-request']),
  get('a path beyond a case', `${CASES}/CW-0000-0000-0000/${MARK}`, NOT_FOUND),
  get('an unknown path', `/${MARK}`, NOT_FOUND),
  get('another version', '/cases/v2/cases', NOT_FOUND),
  get('a list of cases', CASES, [405, 'method-not-allowed']),
  { is: 'PUT', method: 'PUT', body: smallCase(), answer: [405, 'method-not-allowed'] },
  { is: 'PATCH', method: 'PATCH', body: smallCase(), answer: [405, 'method-not-allowed'] },
  {
    is: 'DELETE of a case',
    method: 'DELETE',
    path: `${CASES}/CW-0000-0000-0000`,
    answer: [405, 'method-not-allowed'],
  },
  {
    is: 'POST to a case',
    path: `${CASES}/CW-0000-0000-0000`,
    body: smallCase(),
    answer: [405, 'method-not-allowed'],
  },
  {
    is: 'POST of a category',
    path: '/cases/v1/categories',
    body: smallCase(),
    answer: [405, 'method-not-allowed'],
  },
];

describe('bad requests', () => {
  let causeway: Causeway;
  let folder: string;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-bad-requests-'));
    const entraKeyFile = join(folder, 'key.json');
    causeway = await Causeway.start({ entraKeyFile });
    const earlier = await EntraStandIn.start({
      keyFile: entraKeyFile,
      clock: { now: () => Date.now() - 7_200_000 },
    });
    const stranger = await EntraStandIn.start();
    for (const client of ['website', 'no-roles', 'reader-only'] as const)
      tokens[client] = await causeway.entra.token(client, 'causeway-intake');
    tokens['expired'] = await earlier.token('website', 'causeway-intake');
    tokens['forged'] = await stranger.token('website', 'causeway-intake');
    tokens['of another audience'] = await causeway.entra.token('website', 'causeway-documents');
    await Promise.all([earlier.close(), stranger.close()]);
  });

  afterAll(async () => {
    await causeway.close();
    await rm(folder, { recursive: true, force: true });
  });

  const send = ({ method = 'POST', path = CASES, authorization, headers = {}, body }: BadRequest) =>
    new Promise<Answered>((resolve, reject) => {
      const sent = request(
        `${causeway.intakeUrl}${path}`,
        {
          method,
          headers: {
            ...(authorization === null
              ? {}
              : { authorization: authorization ?? `Bearer ${tokens['website']}` }),
            ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(
        Buffer.isBuffer(body) || typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      );
    });

  function expectRefusal({ status, headers, text }: Answered, [wanted, code, pointer]: BadRequest['answer']) {
    const problem = JSON.parse(text) as { code: string; status: number; errors?: { pointer: string }[] };
    expect([status, problem.code, problem.status]).toEqual([wanted, code, wanted]);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(text).not.toContain(MARK);
    expect(text.length).toBeLessThan(2_000);
  }

  describe.each([
    ['texts', wrongTexts],
    ['objects', wrongObjects],
    ['unknown keys', [...unknownKeys, ...prototypes]],
    ['places', wrongPlaces],
    ['what is missing', missing],
    ['moments', wrongMoments],
    ['e-mail addresses and telephone numbers', wrongAddresses],
    ['bodies', wrongBodies],
    ['encodings', wrongEncodings],
    ['content types', wrongTypes],
    ['idempotency keys', wrongKeys],
    ['paths and methods', wrongPaths],
  ])('%s', (_, requests) => {
    it.each(requests)('$is: $answer', async (bad) => {
      expectRefusal(await send(bad), bad.answer);
    });
  });

  it.each(['expired', 'forged', 'of another audience'])('a token that is %s: 401', async (name) => {
    const answer = await send({
      is: name,
      body: smallCase(),
      authorization: `Bearer ${tokens[name]}`,
      answer: [401, ''],
    });
    expectRefusal(answer, [401, 'unauthenticated']);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it.each([
    ['no token', null],
    ['another scheme', 'Basic d2Vic2l0ZTp4'],
    ['a token that is none', `Bearer ${MARK}`],
    ['metacharacters', `Bearer ${METACHARACTERS}`],
    ['a token that signs nothing', `Bearer ${unsigned({ azp: 'x', roles: ['Cases.Submit'] })}.`],
  ])('%s: 401', async (is, authorization) => {
    expectRefusal(await send({ is, body: smallCase(), authorization, answer: [401, ''] }), [
      401,
      'unauthenticated',
    ]);
  });

  it.each(['no-roles', 'reader-only'])('a caller without the role (%s): 403', async (client) => {
    const authorization = `Bearer ${tokens[client]}`;
    expectRefusal(await send({ is: client, body: smallCase(), authorization, answer: [403, ''] }), [
      403,
      'forbidden',
    ]);
  });

  it("a subscription that is not the caller's: 403", async () => {
    const headers = { 'x-apim-subscription-id': METACHARACTERS };
    expectRefusal(await send({ is: '', body: smallCase(), headers, answer: [403, ''] }), [403, 'forbidden']);
  });

  it('a wrong method is told the right ones', async () => {
    const answer = await send({
      is: '',
      method: 'PUT',
      path: `${CASES}/CW-0000-0000-0000`,
      answer: [405, ''],
    });
    expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  it.each([
    ['bytes that are no HTTP', `\u0016\u0003\u0001 ${MARK}\r\n\r\n`, 400, 'malformed-request'],
    [
      'NUL in a header',
      `GET ${CASES} HTTP/1.1\r\nHost: a\r\nX: ${MARK}\u0000\r\n\r\n`,
      400,
      'malformed-request',
    ],
    [
      'two lengths',
      `POST ${CASES} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
      400,
      'malformed-request',
    ],
    [
      'a length and chunks',
      `POST ${CASES} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed-request',
    ],
    [
      'headers of 64 KB',
      `GET ${CASES} HTTP/1.1\r\nHost: a\r\nX: ${MARK.repeat(7_000)}\r\n\r\n`,
      431,
      'header-fields-too-large',
    ],
  ])('%s: %3$s', async (_, bytes, status, code) => {
    const answer = await exchange(causeway.intakeUrl, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('Content-Type: application/problem+json; charset=utf-8');
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).not.toContain(MARK);
  });

  it('has left nothing behind, asked nothing of Dataverse, and failed nowhere', async () => {
    const { rows } = await sql`select reference from intake."case"`.execute(causeway.db);
    expect(rows).toEqual([]);
    expect((await causeway.dataverse.stats()).requests).toBe(0);
    expect(causeway.log.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? MARK : [nested(levels - 1)];
}

/** A good case but for these bytes in its title. */
function bytesIn(bytes: number[]): Buffer {
  const [before = '', after = ''] = JSON.stringify(smallCase({ title: '@@@' })).split('@@@');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
}

function unsigned(claims: object): string {
  return [{ alg: 'none', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

/** Sends bytes as they are and reads until the other side closes. */
function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

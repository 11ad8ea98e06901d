import { describe, expect, it } from 'vitest';
import { answerOf, scripted } from '#lib/http/testing';
import { WebApi } from './web-api.js';

const url = 'https://contoso.crm4.dynamics.com';
const read = {
  operation: 'definitions.list',
  method: 'GET',
  path: 'EntityDefinitions?$select=LogicalName',
  repeatable: true,
  expect: [200],
};

describe('WebApi', () => {
  it('sends what it is told, with the standard headers', async () => {
    const transport = scripted(answerOf(204));
    await new WebApi(`${url}/`, transport, 'batch').request({
      operation: 'definitions.create',
      method: 'POST',
      path: 'EntityDefinitions',
      body: { LogicalName: 'cw_ü' },
      prefer: 'return=minimal',
      headers: { 'mscrm.solutionuniquename': 'Causeway' },
      repeatable: false,
      expect: [204],
    });
    expect(transport.requests).toEqual([
      {
        operation: 'definitions.create',
        method: 'POST',
        url: `${url}/api/data/v9.2/EntityDefinitions`,
        body: '{"LogicalName":"cw_ü"}',
        headers: {
          accept: 'application/json',
          'odata-maxversion': '4.0',
          'odata-version': '4.0',
          'if-none-match': 'null',
          'content-type': 'application/json; charset=utf-8',
          prefer: 'return=minimal',
          'mscrm.solutionuniquename': 'Causeway',
        },
        repeatable: false,
        lane: 'batch',
      },
    ]);
  });

  it('reads JSON', async () => {
    const transport = scripted(answerOf(200, { body: '{"value":[]}' }));
    expect(await new WebApi(url, transport).json(read)).toEqual({ value: [] });
  });

  it.each(['<html>Log in</html>', '7', 'null', '', '[{"value":[]}]'])(
    'takes "%s" for nobody’s answer',
    async (body) => {
      const reading = new WebApi(url, scripted(answerOf(200, { body }))).json(read);
      await expect(reading).rejects.toMatchObject({ code: 'unexpected-answer', retry: 'after-wait' });
    },
  );

  it('refuses every status that does not mean "done"', async () => {
    for (const status of [201, 204, 302, 404, 503]) {
      await expect(new WebApi(url, scripted(answerOf(status))).request(read)).rejects.toMatchObject({
        status,
      });
    }
  });

  it('follows links of its own environment only', () => {
    const api = new WebApi(url, scripted(answerOf(200)));
    expect(api.pathOf(`${url}/api/data/v9.2/contacts?$skiptoken=%3Ca%3E`)).toBe(
      'contacts?$skiptoken=%3Ca%3E',
    );
    for (const link of [
      undefined,
      7,
      'contacts',
      'https://contoso.crm4.dynamics.com.evil.test/api/data/v9.2/x',
      'https://contoso.crm4.dynamics.com@evil.test/api/data/v9.2/x',
      'https://contoso.api.evil.test/api/data/v9.2/x',
      'https://contoso.api.crm.dynamics.com/api/data/v9.2/x',
      'http://contoso.crm4.dynamics.com/api/data/v9.2/x',
      `${url}:444/api/data/v9.2/x`,
      `${url}/api/data/v9.1/x`,
      `${url}/api/data/v9.2/../x`,
      `${url}/api/data/v9.2/contacts/%2E./x`,
    ]) {
      expect(() => api.pathOf(link)).toThrow(TypeError);
    }
  });

  it.each([
    'https://Contoso.CRM4.dynamics.com',
    'https://contoso.crm4.dynamics.com:443/',
    'https://contoso.api.crm4.dynamics.com',
  ])('follows its links however its address is spelled: %s', (spelled) => {
    for (const [configured, linked] of [
      [spelled, url],
      [url, spelled.replace(/\/$/, '')],
    ] as const) {
      const api = new WebApi(configured, scripted(answerOf(200)));
      const path = 'contacts?$skiptoken=%3ca%3E../&$filter="x"';
      expect(api.pathOf(`${linked}/api/data/v9.2/${path}`)).toBe(path);
    }
  });

  it.each(['../x', 'contacts/../../x', 'contacts/%2e%2E/x', './x', 'contacts/..', '..\\x'])(
    'sends no path that leads elsewhere: %s',
    async (path) => {
      const transport = scripted(answerOf(200));
      const api = new WebApi(url, transport);
      await expect(api.request({ ...read, path })).rejects.toThrow(TypeError);
      await expect(api.batch([{ ...read, path }])).rejects.toThrow(TypeError);
      expect(transport.requests).toEqual([]);
    },
  );
});

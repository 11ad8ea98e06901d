import { describe, expect, it } from 'vitest';
import { cutText } from '#lib/dataverse';
import { readSchema } from '#lib/dataverse-schema';
import { Catalogue } from '../../catalogue/catalogue.js';
import { loadSteps } from '../../catalogue/order/load-order.js';
import { matchingOf } from './match-values.js';

const repository = new URL('../../../../../', import.meta.url).pathname;
const schemaFile = `${repository}dataverse/schema.yaml`;
const schema = await readSchema(schemaFile);
const catalogue = await Catalogue.fromFolder(`${repository}integrations`, schemaFile);

function matching(name: string, ...match: string[]) {
  const step = catalogue.integrations.flatMap(loadSteps).find((each) => each.name === name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return matchingOf({ schema, catalogue, step: { ...step, adopt: { match, ignoreCase: false } } });
}

describe('what rows are matched by', () => {
  it('is what the sync would write, cut where it cuts', () => {
    const { ofSource } = matching('road-ratings', 'cw_type', 'cw_name');
    const name = 'A very long road. '.repeat(20);
    expect(ofSource({ name })).toEqual({ cw_type: 'Road', cw_name: cutText(name, 200) });
    expect(ofSource({ name: null })).toEqual({ cw_type: 'Road', cw_name: null });
  });

  it('is a number as its column rounds it, on either side', () => {
    const { ofSource, ofDataverse } = matching('facilities', 'cw_latitude', 'cw_capacity');
    const values = { cw_latitude: '47.12346', cw_capacity: '12' };
    expect(ofSource({ ylat: '47.1234567', nbre_pl: '12' })).toEqual(values);
    expect(ofDataverse({ id: 'x', cw_latitude: 47.12346, cw_capacity: 12 })).toEqual(values);
  });

  it('is nothing where the sync cannot write it, or nothing is there', () => {
    const { ofSource, ofDataverse } = matching('facilities', 'cw_capacity', 'cw_latitude');
    const nothing = { cw_capacity: null, cw_latitude: null };
    expect(ofSource({ ylat: '47', nbre_pl: '0.5' })).toEqual(nothing);
    expect(ofDataverse({ cw_capacity: null })).toEqual(nothing);
  });

  it('is text that the staging database can keep', () => {
    const { ofDataverse } = matching('facilities', 'cw_name');
    expect(ofDataverse({ cw_name: 'a\u0000b\ud800' })).toEqual({ cw_name: 'a\uFFFDb\uFFFD' });
  });
});

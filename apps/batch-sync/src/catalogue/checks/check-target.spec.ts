import { afterAll, describe, expect, it } from 'vitest';
import { SAMPLE_TARGET, SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const target = (rest: string) => ['    cw_capacity: height', `    ${rest}`] as const;
const inTarget = (rest: string) => ['  table: cw_asset', `  ${rest}\n  table: cw_asset`] as const;
const insteadOf = (rest: string) => [SAMPLE_TARGET, rest] as const;
const onIncident = (rest: string) => insteadOf(`  table: incident\n${rest}`);

describe('a target', () => {
  it.each([
    [
      'a table that is not there',
      ['cw_asset', 'cw_lamp'],
      ['target.table: there is no table cw_lamp in the schema'],
    ],
    [
      'a table without what the sync knows its rows by',
      insteadOf('  table: annotation\n  columns: {}\ngone: kept'),
      [
        'target.table: annotation has no alternate key over cw_key in the schema',
        'target.table: annotation has no column cw_key in the schema, which the sync needs for itself',
        'target.table: annotation has no column cw_naturalkey in the schema, which the sync needs for itself',
        'target.table: annotation has no column cw_sourcesystem in the schema, which the sync needs for itself',
        'target.table: annotation has no column cw_rowhash in the schema, which the sync needs for itself',
      ],
    ],
    [
      'a column that the table lacks',
      target('cw_top: height'),
      ['target.columns.cw_top: there is no column cw_top in cw_asset of the schema'],
    ],
    [
      'columns of the sync',
      target('cw_key: id\n    cw_rowhash: id\n    statecode: height'),
      [
        'target.columns.cw_key: cw_key is set by the sync itself',
        'target.columns.cw_rowhash: cw_rowhash is set by the sync itself',
        'target.columns.statecode: statecode is set by the sync itself',
      ],
    ],
    [
      'the id of the row',
      target('cw_assetid: id'),
      ['target.columns.cw_assetid: cw_assetid is the id of the row, which Dataverse gives it'],
    ],
    [
      'a value of no column',
      target('cw_capacity: top'),
      ['target.columns.cw_capacity.column: there is no column top'],
    ],
    [
      'a value of another type',
      target('cw_capacity: kind'),
      [
        'target.columns.cw_capacity.column: cw_capacity is of type integer, and kind of type text; it takes number',
      ],
    ],
    [
      'a number that is cut',
      target('cw_capacity: { column: height, cut: true }'),
      ['target.columns.cw_capacity.cut: cw_capacity is of type integer, and cannot be cut'],
    ],
    [
      'a note on a number',
      target('cw_capacity: { column: height, note: All }'),
      [
        'target.columns.cw_capacity.note: cw_capacity is of type integer, and cannot be cut',
        'target.columns.cw_capacity.note: a row of cw_asset has no notes',
      ],
    ],
    [
      'a text for a number',
      target('cw_capacity: { value: many }'),
      ['target.columns.cw_capacity.value: cw_capacity takes numbers, and "many" is none'],
    ],
    [
      'half a whole number',
      target('cw_capacity: { value: 1.5 }'),
      ['target.columns.cw_capacity.value: cw_capacity takes whole numbers, and 1.5 is none'],
    ],
    [
      'a number out of bounds',
      target('cw_capacity: { value: -1 }'),
      ['target.columns.cw_capacity.value: cw_capacity takes 0 at least, and not -1'],
    ],
    [
      'a number for a text',
      target('cw_type: { value: 1 }'),
      ['target.columns.cw_type.value: cw_type takes texts, and 1 is none'],
    ],
    [
      'a text that is too long',
      target(`cw_insee: { column: kind, values: { a: ${'x'.repeat(21)} } }`),
      [`target.columns.cw_insee.values.a: cw_insee holds 20 characters, and "${'x'.repeat(21)}" has 21`],
    ],
    [
      'a lookup from no column',
      insteadOf(`  table: cw_workorder
  columns: { cw_assetid: { lookup: { to: roads, column: top } } }`),
      ['target.columns.cw_assetid.lookup.column: there is no column top'],
    ],
    [
      'a lookup that is none',
      target('cw_capacity: { lookup: { to: roads, column: road } }'),
      ['target.columns.cw_capacity.lookup.to: cw_capacity is of type integer, and binds no row'],
    ],
    [
      'a lookup to no entity',
      target('cw_capacity: { lookup: { to: roads/lanes, column: road } }'),
      ['target.columns.cw_capacity.lookup.to: there is no integration or entity roads/lanes'],
    ],
    [
      'a column that cannot be given away',
      onIncident('  columns: { title: kind }\ndelivers: news'),
      ['target.columns: customerid is missing, which Dataverse requires'],
    ],
    [
      'a row of a table that is not there',
      onIncident(
        '  columns: { customerid: { row: { table: person, id: c0a5e3a7-0000-8000-8000-000000000001 } } }\ndelivers: news',
      ),
      ['target.columns.customerid.row.table: there is no table person in the schema'],
    ],
    [
      'a row of a foreign table',
      onIncident(
        '  columns: { customerid: { row: { table: cw_asset, id: c0a5e3a7-0000-8000-8000-000000000001, columns: { cw_top: 1 } } } }\ndelivers: news',
      ),
      [
        'target.columns.customerid.row.table: customerid binds rows of account and contact, and not of cw_asset',
        'target.columns.customerid.row.columns.cw_top: there is no column cw_top in cw_asset of the schema',
      ],
    ],
    [
      'a column that only Dataverse sets',
      onIncident(`  columns:
    customerid: &somebody { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } }
    ticketnumber: id
    overriddencreatedon: seen
    cw_category: { value: Lamps }
    isescalated: { value: often }
    followupby: { value: 1 }
delivers: news`),
      [
        'target.columns.ticketnumber: ticketnumber can be set only when a row is made, and the sync writes rows again',
        'target.columns.overriddencreatedon: overriddencreatedon can be set only when a row is made, and the sync writes rows again',
        /^target\.columns\.cw_category\.value: cw_category has no choice "Lamps"; it has Roads and pavements, Street lighting, /,
        'target.columns.isescalated.value: isescalated takes true and false, and "often" is neither',
        'target.columns.followupby.value: followupby is of type date, and takes no value of the catalogue',
      ],
    ],
    [
      'a column that the server sets',
      insteadOf('  table: contact\n  columns: { fullname: label, parentcustomerid: kind }'),
      [
        'target.columns.fullname: fullname is set by Dataverse alone',
        'target.columns.parentcustomerid.column: parentcustomerid is of type lookup, which no column of a source fits',
      ],
    ],
    [
      'a choice that is no choice otherwise',
      onIncident(`  columns:
    customerid: { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } }
    caseorigincode: { column: kind, values: { a: Phone, b: Pigeon }, otherwise: Smoke }
delivers: news`),
      [
        /^target\.columns\.caseorigincode\.values\.b: caseorigincode has no choice "Pigeon"/,
        /^target\.columns\.caseorigincode\.otherwise: caseorigincode has no choice "Smoke"/,
      ],
    ],
    [
      'notes that would be one, and one with too long a subject',
      onIncident(`  columns:
    customerid: { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } }
    title: { column: label, note: In full }
    description: { column: label, note: In full }
    cw_address: { column: label, note: ${'x'.repeat(501)} }
delivers: news`),
      [
        /^target\.columns\.cw_address\.note: subject holds 500 characters, and "x+" has 501$/,
        'target.columns.description.note: another column has the note "In full" already',
      ],
    ],
    [
      'rows that cannot be deactivated',
      onIncident(
        '  columns: { customerid: { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } } }',
      ),
      ['gone: a row of incident cannot be deactivated: let gone be kept'],
    ],
    [
      'closing of what is no case',
      inTarget("closedWhen: { sql: lit = 'true', status: Problem Solved, subject: Done }"),
      ['target.closedWhen: only a case can be closed, and cw_asset is none'],
    ],
    [
      'closing with no status',
      onIncident(`  columns: { customerid: { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } } }
  closedWhen: { sql: top = 1, status: Done, subject: Done }
delivers: news`),
      [
        'target.closedWhen.status: "Done" is no status of a resolved case; there are Problem Solved, Information Provided',
        'target.closedWhen.sql: names top, which is no column',
      ],
    ],
    [
      'a position of nothing',
      inTarget(
        'position: { easting: top, northing: kind, projection: EPSG:1, latitude: cw_capacity, longitude: cw_top }',
      ),
      [
        'target.position.easting: there is no column top',
        'target.position.northing: kind is no number',
        'target.position.projection: EPSG:1 is no projection that we know; give its definition, which begins with +proj=',
        'target.position.latitude: cw_capacity comes from a column already',
        'target.position.longitude: there is no column cw_top in cw_asset of the schema',
      ],
    ],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});

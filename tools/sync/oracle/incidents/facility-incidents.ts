import { inCells, inTable } from './csv-table.js';
import { applied, type Incident, refused } from './incident.js';

const isNumber = (cell: string): boolean => /^\d+$/.test(cell);

/** The places of `nbre_pl`, `nbre_pmr` and `duree`, and of `ouvert` and `lumiere`. */
const NUMBERS = [12, 13, 14];
const BOOLEANS = [8, 17];

/** What happens to a register with numbers, and with answers that are yes or no. */
export const facilityIncidents: readonly Incident[] = [
  {
    name: 'values one column to the right',
    arrives: inTable(({ rows }) => ({ rows: rows.map((cells) => ['', ...cells.slice(0, -1)]) })),
    outcome: refused('too-many-rejected'),
  },
  {
    name: 'numbers written otherwise',
    arrives: inCells((cell, place) => (NUMBERS.includes(place) && isNumber(cell) ? `0${cell}.0` : cell)),
    outcome: applied({}),
  },
  {
    name: 'True for true',
    arrives: inCells((cell, place) =>
      BOOLEANS.includes(place) ? cell.charAt(0).toUpperCase() + cell.slice(1) : cell,
    ),
    outcome: applied({}),
  },
  {
    name: 'a place at 0, 0 and one in the sky',
    arrives: inCells((cell, place, row) => {
      if (row === 0) return place === 10 || place === 11 ? '0' : cell;
      return row === 1 && place === 11 ? '91' : cell;
    }),
    outcome: applied({ R3: 2, held: 2 }),
  },
  {
    name: 'a field is missing in a row',
    arrives: inTable(({ rows: [first = [], ...rows] }) => ({ rows: [first.slice(1), ...rows] })),
    outcome: applied({ R0: 1, deferred: 1 }),
  },
];

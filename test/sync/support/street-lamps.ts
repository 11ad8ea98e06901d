import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Integration, integration } from '../../../apps/batch-sync/src/catalogue/integration.js';

/** The integration that the documentation shows; the samples of other tools fill its landing table. */
export function streetLamps(): Integration {
  const [, yaml = ''] =
    /```yaml\n(# yaml-language-server[^]*?)```/.exec(readFileSync('integrations/README.md', 'utf8')) ?? [];
  return integration.parse(parse(yaml));
}

/** The table that the samples read, as PostgreSQL can have it: three lamps, one of which stands on no section of road. */
export const LAMP_REGISTER = `
  create schema dbo;
  create table dbo.leuchte (
    lampe varchar(20) primary key, strassenabschnitt varchar(20), leuchtentyp varchar(40), leistung decimal(6,1),
    breite decimal(9,6), laenge decimal(9,6), pruefdatum date
  );
  insert into dbo.leuchte values
    ('l-1', '-', 'LED', 36.5, 52.520008, 13.404954, '2026-04-12'),
    ('L-2', null, 'NAV', null, 52.5, 13.4, null),
    ('L-3', '', 'Gas', 0, 52.4, 13.3, '2025-12-01');`;

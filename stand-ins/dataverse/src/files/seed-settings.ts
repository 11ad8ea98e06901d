import { ORGANIZATION } from '../schema/organization.table.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';

/** files-images-overview, "Block files by extension": the default. */
const BLOCKED =
  'ade;adp;app;asa;ashx;asmx;asp;bas;bat;cdx;cer;chm;class;cmd;com;config;cpl;crt;csh;dll;exe;fxp;hlp;hta;htr;htw;ida;idc;idq;inf;ins;isp;its;jar;js;jse;ksh;lnk;mad;maf;mag;mam;maq;mar;mas;mat;mau;mav;maw;mda;mdb;mde;mdt;mdw;mdz;msc;msh;msh1;msh1xml;msh2;msh2xml;mshxml;msi;msp;mst;ops;pcd;pif;prf;prg;printer;pst;reg;rem;scf;scr;sct;shb;shs;shtm;shtml;soap;stm;tmp;url;vb;vbe;vbs;vsmacros;vss;vst;vsw;ws;wsc;wsf;wsh;svg';

/** attachment-annotation-files, "File size limits": the default, in bytes of base64. */
const MAX_UPLOAD = 5_242_880;

/** The organisation with the settings that a new one has. One that is there already stays as it is. */
export function seedSettings(tables: Tables, store: RowStore, organizationid: string): void {
  const table = tables.named(ORGANIZATION);
  if (!table || store.get(table, organizationid)) return;
  store.seed(table, organizationid, {
    organizationid,
    name: 'standin',
    maxuploadfilesize: MAX_UPLOAD,
    blockedattachments: BLOCKED,
  });
}

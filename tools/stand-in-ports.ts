/** Where the stand-ins answer, unless told otherwise. */
export const STAND_IN_PORTS = { dataverse: 9010, entra: 9030 };

/** 4 MB: what `x-ms-chunk-size` recommends and a block may hold at most (file-column-data). */
export const CHUNK_BYTES = 4_194_304;

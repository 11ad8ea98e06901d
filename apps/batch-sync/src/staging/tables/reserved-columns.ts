/** Names that the staging tables need for themselves: no column of an integration has one of them. */
export const landingColumns = {
  delivery: 'delivery',
  number: 'row_number',
  defect: 'defect',
  others: 'others',
} as const;

export const acceptedColumns = {
  key: 'key',
  hash: 'hash',
  active: 'active',
  loadedHash: 'loaded_hash',
  loadedActive: 'loaded_active',
  loadedClosed: 'loaded_closed',
  loadedAt: 'loaded_at',
  quarantinedHash: 'quarantined_hash',
  quarantinedActive: 'quarantined_active',
  quarantinedAt: 'quarantined_at',
  quarantine: 'quarantine',
} as const;

import type { Entity } from '@patchyard/query'

/** An order that every list has, for statements whose order does not matter. */
export const defaultSorts: { readonly [E in Entity]: { readonly token: string; readonly descending: boolean } } = {
  asset: { token: 'name', descending: false },
  patch: { token: 'title', descending: false },
  job: { token: 'name', descending: false },
  task: { token: 'started', descending: true },
  vulnerability: { token: 'cve', descending: false },
  audit: { token: 'n', descending: true },
}

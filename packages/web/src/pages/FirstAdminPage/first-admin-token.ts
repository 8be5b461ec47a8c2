/** The one-time token of the printed link: `/first-admin?token=…` or, never sent to any server log, `#token=…`. */
export function tokenOf(location: { readonly search: string; readonly hash: string }): string {
  const fromHash = new URLSearchParams(location.hash.replace(/^#/, '')).get('token')
  return (fromHash ?? new URLSearchParams(location.search).get('token') ?? '').trim()
}

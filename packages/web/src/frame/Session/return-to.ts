/** The address to come back to, as it is kept over the way to an identity provider. Only places of this page. */
const KEY = 'returnTo'

interface Store {
  read(name: string): string | null
  write(name: string, value: string | null): void
}

export const keepReturn = (store: Store, { pathname, search }: { pathname: string; search: string }): void =>
  store.write(KEY, pathname.startsWith('/sign-in') ? '/' : `${pathname}${search}`)

/** null when this tab was opened for the sign-in alone. It is forgotten by being read. */
export function takeReturn(store: Store): string | null {
  const kept = store.read(KEY)
  store.write(KEY, null)
  if (kept === null) return null
  // "//host" and "/\host" would be other hosts.
  return /^\/(?![/\\])/.test(kept) ? kept : '/'
}

const pages: ReadonlyMap<string, string> = new Map([
  ['asset', '/assets/'],
  ['job', '/jobs/'],
  ['tag', '/tags/'],
  ['person', '/people/'],
  ['patch', '/patches/'],
  ['feed', '/feeds/'],
])

/** Where one can look at what a row is about (`tag:<id>`); null when it has no page. */
export function objectAddress(object: string): string | null {
  const [, kind = '', id = ''] = /^([a-zA-Z]+):([0-9a-f-]{36})$/.exec(object) ?? []
  const page = pages.get(kind)
  return page === undefined ? null : `${page}${id}`
}

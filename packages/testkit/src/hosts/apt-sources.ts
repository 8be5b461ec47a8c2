/** One archive of an apt configuration with one suite. */
export interface AptSource {
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
}

/** Enabled `deb` sources of a deb822 file (`*.sources`, sources.list(5)). */
export function parseDeb822Sources(text: string): AptSource[] {
  return text.split(/\n[ \t]*\n/).flatMap(paragraph => {
    const fields = new Map<string, string>()
    let last = ''
    for (const line of paragraph.split('\n')) {
      if (line.startsWith('#')) continue
      const field = /^([A-Za-z-]+):[ \t]*(.*)$/.exec(line)
      if (field) {
        last = field[1]?.toLowerCase() ?? ''
        fields.set(last, field[2] ?? '')
      } else if (/^[ \t]/.test(line) && last) fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`)
    }
    const words = (name: string): string[] => (fields.get(name) ?? '').split(/\s+/).filter(word => word !== '')
    if (!words('types').includes('deb') || /^(no|false)$/i.test(fields.get('enabled') ?? 'yes')) return []
    return words('uris').flatMap(uri => words('suites').map(suite => ({ uri, suite, components: words('components') })))
  })
}

/** `deb` lines of a one-line file (`sources.list`, `*.list`). */
export function parseOneLineSources(text: string): AptSource[] {
  return text.split('\n').flatMap(line => {
    const words = line
      .replace(/#.*/, '')
      .replace(/\[[^\]]*\]/, ' ')
      .split(/\s+/)
      .filter(word => word !== '')
    const [type, uri, suite, ...components] = words
    return type === 'deb' && uri !== undefined && suite !== undefined ? [{ uri, suite, components }] : []
  })
}

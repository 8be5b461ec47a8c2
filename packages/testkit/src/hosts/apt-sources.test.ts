import { expect, test } from 'vitest'
import { parseDeb822Sources, parseOneLineSources } from './apt-sources.ts'

test('a deb822 paragraph gives one source for each address and suite', () => {
  const text = `# comment
Types: deb deb-src
URIs: http://a.invalid/debian
# another comment
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/x.gpg

Types: deb
URIs: http://a.invalid/security/
Suites: bookworm-security
Components: main
Enabled: yes
`
  expect(parseDeb822Sources(text)).toEqual([
    { uri: 'http://a.invalid/debian', suite: 'bookworm', components: ['main', 'contrib'] },
    { uri: 'http://a.invalid/debian', suite: 'bookworm-updates', components: ['main', 'contrib'] },
    { uri: 'http://a.invalid/security/', suite: 'bookworm-security', components: ['main'] },
  ])
})

test('source packages and disabled paragraphs are left out', () => {
  const off = 'Types: deb\nURIs: http://a.invalid\nSuites: x\nComponents: main\nEnabled: no\n'
  const source = 'Types: deb-src\nURIs: http://a.invalid\nSuites: x\nComponents: main\n'
  expect(parseDeb822Sources(`${off}\n${source}`)).toEqual([])
})

test('one-line sources lose options and comments', () => {
  const text = `deb [arch=amd64 signed-by=/x y] http://a.invalid/debian bookworm main # why
# deb http://b.invalid bookworm main
deb-src http://a.invalid/debian bookworm main
`
  expect(parseOneLineSources(text)).toEqual([
    { uri: 'http://a.invalid/debian', suite: 'bookworm', components: ['main'] },
  ])
})

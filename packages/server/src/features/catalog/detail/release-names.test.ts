import { expect, it } from 'vitest'
import { releasesOf } from './release-names.ts'

const of = (key: string, more: { version?: string; products?: string[]; releases?: string[] } = {}) =>
  releasesOf({ key, version: '', products: [], releases: [], ...more })

it.each([
  [
    'a code name of Debian',
    of('deb:debian/bookworm/openssl@3.0'),
    [{ product: 'debian', release: '', codename: 'bookworm' }],
  ],
  ['a number of Ubuntu', of('deb:ubuntu/24.04/openssl@3.0'), [{ product: 'ubuntu', release: '24.04' }]],
  [
    'releases of an advisory',
    of('rpm:rocky/RLSA-2026:1', { releases: ['8', '9'] }),
    [
      { product: 'rocky-linux', release: '8' },
      { product: 'rocky-linux', release: '9' },
    ],
  ],
  ['a distribution that nobody lists', of('deb:kali/rolling/openssl@3.0'), []],
  ['a release that is a pattern', of('deb:debian/.*/openssl@3.0'), []],
  ['macOS by its major version', of('macos:24B83', { version: '15.1' }), [{ product: 'macos', release: '15' }]],
  [
    'Windows',
    of('kb:5094126@windows-11-24h2-x64', { products: ['Windows 11 Version 24H2 for x64-based Systems'] }),
    [{ product: 'windows', release: '11-24h2', edition: true }],
  ],
  [
    'Windows Server',
    of('kb:1@x', { products: ['Windows Server 2022', 'Windows Server 2012 R2 (Server Core installation)'] }),
    [
      { product: 'windows-server', release: '2022' },
      { product: 'windows-server', release: '2012-r2' },
    ],
  ],
  ['an application', of('winget:Mozilla.Firefox@140.0', { version: '140.0', products: ['Mozilla Firefox'] }), []],
])('%s', (_name, found, want) => expect(found).toEqual(want))

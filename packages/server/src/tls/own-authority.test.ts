import { execFileSync } from 'node:child_process'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Clock } from '@patchyard/domain'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { memoryDataFolder } from '../testing/memory-data-folder.ts'
import { ownCertificate } from './own-authority.ts'
import type { TlsMaterial } from './tls-material.ts'

// Judges that share nothing with the writer: OpenSSL's command line, and the TLS client of Node.

const names = ['patch.example.org', 'localhost', '127.0.0.1', '::1', '2001:db8::7']
let folder: string
let made: TlsMaterial
const path = (name: string): string => join(folder, name)
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-tls-'))
  made = await ownCertificate({ dataFolder: memoryDataFolder(), clock: systemClock, random: systemRandom, names })
  writeFileSync(path('ca.pem'), made.ca ?? '')
  writeFileSync(path('server.pem'), made.cert)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('OpenSSL', () => {
  it('verifies the server under the authority, strictly, for a TLS server', () => {
    const judged = openssl(
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-CAfile',
      path('ca.pem'),
      path('server.pem'),
    )
    expect(judged).toMatch(/server\.pem: OK/)
  })

  it.each(names)('finds the name %s', name => {
    const flag = /[:]|^\d/.test(name) ? '-verify_ip' : '-verify_hostname'
    expect(openssl('verify', flag, name, '-CAfile', path('ca.pem'), path('server.pem'))).toMatch(/OK/)
  })

  it('does not find another name', () => {
    expect(() =>
      openssl('verify', '-verify_hostname', 'other.example', '-CAfile', path('ca.pem'), path('server.pem')),
    ).toThrow(/hostname mismatch/)
  })

  it('reads what each may be used for', () => {
    const authority = openssl('x509', '-noout', '-text', '-in', path('ca.pem'))
    expect(authority).toMatch(/CA:TRUE, pathlen:0/)
    expect(authority).toMatch(/X509v3 Key Usage: critical\n\s+Certificate Sign, CRL Sign\n/)
    const server = openssl('x509', '-noout', '-text', '-in', path('server.pem'))
    expect(server).toMatch(/X509v3 Basic Constraints: critical\n\s+CA:FALSE/)
    expect(server).toMatch(/X509v3 Key Usage: critical\n\s+Digital Signature\n/)
    expect(server).toMatch(/TLS Web Server Authentication/)
    expect(server).toMatch(/Public-Key: \(256 bit\)[^]*ASN1 OID: prime256v1/)
    expect(server).toMatch(/Version: 3/)
  })

  it('finds nothing else in the bytes: what it reads and writes again is the same', () => {
    for (const name of ['ca.pem', 'server.pem']) {
      const der = execFileSync('openssl', ['x509', '-in', path(name), '-outform', 'DER'])
      expect(openssl('asn1parse', '-inform', 'PEM', '-in', path(name))).not.toMatch(/Error/)
      expect(der.equals(new X509Certificate(name === 'ca.pem' ? (made.ca ?? '') : made.cert).raw)).toBe(true)
    }
  })
})

test('a TLS client that trusts the authority connects, one that does not is refused', async () => {
  const server = createServer({ cert: made.cert, key: made.key }, (_request, reply) => reply.end('hello'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const attempt = (ca: string | undefined, servername: string): Promise<string> =>
    new Promise(resolve => {
      const socket = connect({ host: '127.0.0.1', port, servername, ...(ca === undefined ? {} : { ca }) }, () => {
        resolve('connected')
        socket.destroy()
      })
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
  try {
    expect(await attempt(made.ca ?? '', 'patch.example.org')).toBe('connected')
    expect(await attempt(made.ca ?? '', 'other.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await attempt(undefined, 'patch.example.org')).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/)
  } finally {
    server.close()
  }
})

describe('what is kept', () => {
  const at = (offsetMs: number): Clock => ({ ...systemClock, nowMs: () => systemClock.nowMs() + offsetMs })
  const dayMs = 86_400_000

  it.each([
    ['stays while it fits', names, 0, true],
    ['stays for fewer names', ['localhost'], 0, true],
    ['is made anew for another name', [...names, 'new.example'], 0, false],
    ['stays for two thirds of its life', names, 260 * dayMs, true],
    ['is made anew before it ends', names, 270 * dayMs, false],
    ['is made anew when the clock was ahead', names, -2 * dayMs, false],
  ])('%s', async (_claim, wanted, offsetMs, same) => {
    const dataFolder = memoryDataFolder()
    const first = await ownCertificate({ dataFolder, clock: systemClock, random: systemRandom, names })
    const second = await ownCertificate({ dataFolder, clock: at(offsetMs), random: systemRandom, names: wanted })
    expect(second.cert === first.cert).toBe(same)
    expect(second.ca).toBe(first.ca)
    expect(new X509Certificate(second.cert).verify(createPublicKey(first.ca ?? ''))).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { parseConfig } from './parse-config.ts'
import { readSettings } from './read-settings.ts'
import type { ServerConfig } from './server-config.ts'

const root = { isRoot: true, home: '/root', cwd: '/srv/here' }
const person = { isRoot: false, home: '/home/person', cwd: '/srv/here' }

function parse(line: string, env: Record<string, string> = {}, around = person): ServerConfig {
  return parseConfig(readSettings(line === '' ? [] : line.split(' '), env).given, around)
}

describe('what nobody says has a default', () => {
  it('is loopback, plain HTTP, embedded database, own data folder', () => {
    expect(parse('')).toEqual({
      dataDir: '/home/person/.local/share/patchyard',
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      tls: { kind: 'plain', reason: 'loopback' },
      trustedProxies: [],
      feeds: true,
      feedSpaceBytes: 20_000_000_000,
      egressAllow: [],
      egressProxy: null,
      database: { kind: 'embedded' },
      demo: false,
      logLevel: 'info',
    })
    expect(parse('', {}, root).dataDir).toBe('/var/lib/patchyard')
  })

  it('cannot be changed afterwards', () => {
    const config = parse('--trust-proxy 10.0.0.5', { DATABASE_URL: 'postgresql://o:p@h/d' })
    for (const part of [config, config.tls, config.trustedProxies, config.database])
      expect(Object.isFrozen(part)).toBe(true)
  })
})

describe('each setting by flag and by variable', () => {
  it.each([
    ['--data d', { PATCHYARD_DATA: 'd' }, { dataDir: '/srv/here/d' }],
    ['--data=/srv/p', { PATCHYARD_DATA: '/srv/p' }, { dataDir: '/srv/p' }],
    ['--port 0', { PATCHYARD_PORT: '0' }, { port: 0 }],
    ['--demo', { PATCHYARD_DEMO: 'true' }, { demo: true }],
    ['--log-level debug', { PATCHYARD_LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    ['--listen ::1', { PATCHYARD_LISTEN: '::1' }, { host: '::1', tls: { kind: 'plain', reason: 'loopback' } }],
    [
      '--tls-cert c.pem --tls-key k.pem',
      { PATCHYARD_TLS_CERT: 'c.pem', PATCHYARD_TLS_KEY: 'k.pem' },
      { tls: { kind: 'files', cert: '/srv/here/c.pem', key: '/srv/here/k.pem' } },
    ],
    [
      '--trust-proxy 10.0.0.5 --trust-proxy fd00::/64',
      { PATCHYARD_TRUST_PROXY: '10.0.0.5, fd00::/64' },
      { trustedProxies: ['10.0.0.5', 'fd00::/64'], tls: { kind: 'plain', reason: 'proxy' } },
    ],
    [
      '--egress-allow 10.20.0.0/16 --egress-allow ::1',
      { PATCHYARD_EGRESS_ALLOW: '10.20.0.0/16,::1' },
      { egressAllow: ['10.20.0.0/16', '::1'] },
    ],
    [
      '--egress-proxy http://u:p@proxy.example:3128 --egress-direct Mirror.example --egress-direct .corp.example',
      {
        PATCHYARD_EGRESS_PROXY: 'http://u:p@proxy.example:3128/',
        PATCHYARD_EGRESS_DIRECT: 'mirror.example,.corp.example',
      },
      { egressProxy: { url: 'http://u:p@proxy.example:3128/', direct: ['mirror.example', '.corp.example'] } },
    ],
    ['--no-feeds', { PATCHYARD_NO_FEEDS: '1' }, { feeds: false }],
    ['--feed-space 5', { PATCHYARD_FEED_SPACE: '5' }, { feedSpaceBytes: 5_000_000_000 }],
  ])('%s', (line, env, expected) => {
    expect(parse(line)).toMatchObject(expected)
    expect(parse('', env as Record<string, string>)).toMatchObject(expected)
  })

  it('takes the flag where both are given, and an empty variable as not given', () => {
    expect(parse('--port 1', { PATCHYARD_PORT: '2' }).port).toBe(1)
    expect(parse('', { PATCHYARD_PORT: '' }).port).toBe(8080)
  })
})

describe('where it listens and whether it speaks TLS', () => {
  it.each([
    ['--public-url https://patch.example.org', '::', 443, 'ownCa', 'https://patch.example.org'],
    ['--public-url https://patch.example.org:8443/', '::', 8443, 'ownCa', 'https://patch.example.org:8443'],
    ['--public-url https://10.0.0.1:8443 --port 9000', '::', 9000, 'ownCa', 'https://10.0.0.1:8443'],
    ['--public-url https://127.0.0.1:8443', '127.0.0.1', 8443, 'ownCa', 'https://127.0.0.1:8443'],
    ['--public-url http://localhost:8000', '127.0.0.1', 8000, 'plain', 'http://localhost:8000'],
    ['--public-url https://a.example --trust-proxy 127.0.0.1', '::', 8080, 'plain', 'https://a.example'],
    ['--public-url http://a.example --trust-proxy 127.0.0.1 --listen 127.0.0.1', null, 0, 'refused', ''],
    ['--listen 0.0.0.0', '0.0.0.0', 8080, 'ownCa', null],
    ['--listen 127.0.0.2', '127.0.0.2', 8080, 'plain', null],
    ['--public-url https://a.example --tls-cert c --tls-key k', '::', 443, 'files', 'https://a.example'],
  ])('%s', (line, host, port, kind, publicUrl) => {
    if (kind === 'refused') return expect(() => parse(line)).toThrow(ConfigError)
    const config = parse(line)
    expect([config.host, config.port, config.tls.kind, config.publicUrl]).toEqual([host, port, kind, publicUrl])
  })
})

describe('a bad value stops the start and names itself', () => {
  it.each([
    ['--port 80a', '--port'],
    ['--port -1', '--port'],
    ['--port 65536', '--port'],
    ['--port 1e3', '--port'],
    ['--port', '--port'],
    ['--port --demo', '--port'],
    ['--port 1 --port 2', '--port'],
    ['--demo=yes', '--demo'],
    ['--verbose', '--verbose'],
    ['extra', 'extra'],
    ['--listen eth0', '--listen'],
    ['--listen 010.0.0.1', '--listen'],
    ['--public-url patch.example.org', '--public-url'],
    ['--public-url ftp://a', '--public-url'],
    ['--public-url https://u:p@a', '--public-url'],
    ['--public-url https://a/patchyard', '--public-url'],
    ['--public-url http://a.example', '--public-url'],
    ['--public-url http://10.0.0.1 --listen 127.0.0.1', '--public-url'],
    ['--public-url http://127.0.0.1 --tls-cert c --tls-key k', '--public-url'],
    ['--tls-cert c', '--tls-cert'],
    ['--tls-key k', '--tls-key'],
    ['--trust-proxy proxy.example', '--trust-proxy'],
    ['--trust-proxy 0.0.0.0/0', '--trust-proxy'],
    ['--trust-proxy ::/0', '--trust-proxy'],
    ['--trust-proxy 10.0.0.0/33', '--trust-proxy'],
    ['--egress-allow idp.example', '--egress-allow'],
    ['--egress-allow 0.0.0.0/0', '--egress-allow'],
    ['--egress-proxy proxy.example:3128', '--egress-proxy'],
    ['--egress-proxy https://proxy.example:3128', '--egress-proxy'],
    ['--egress-proxy http://proxy.example/path', '--egress-proxy'],
    ['--egress-direct mirror.example', '--egress-direct'],
    ['--egress-proxy http://p:1 --egress-direct *.corp.example', '--egress-direct'],
    ['--egress-proxy http://p:1 --egress-direct a..b', '--egress-direct'],
    ['--log-level loud', '--log-level'],
    ['--feed-space 0', '--feed-space'],
    ['--feed-space 1.5', '--feed-space'],
    ['--feed-space -3', '--feed-space'],
  ])('%s', (line, source) => {
    expect(() => parse(line)).toThrow(ConfigError)
    expect(() => parse(line)).toThrow(new RegExp(`^${source.replace(/^-+/, '-+')}: `))
  })

  it.each([
    [{ PATCHYARD_PORT: '80a' }, 'PATCHYARD_PORT: "80a" is not a port, 0 to 65535 (example: 8443)'],
    [{ PATCHYARD_DEMO: 'maybe' }, 'PATCHYARD_DEMO: "maybe" is neither true nor false'],
    [
      { PATCHYARD_EGRESS_PROXY: 'https://user:secret@proxy.example' },
      'PATCHYARD_EGRESS_PROXY: the value is not the address of a proxy (example: http://proxy.example.org:3128)',
    ],
    [{ DATABASE_APP_URL: 'postgresql://a@h/d' }, 'DATABASE_APP_URL: the value is of no use without DATABASE_URL'],
  ])('%j', (env, message) => {
    expect(() => parse('', env as Record<string, string>)).toThrow(message)
  })

  it('needs --data when there is no home folder', () => {
    expect(() => parse('', {}, { isRoot: false, home: undefined as unknown as string, cwd: '/' })).toThrow(/^--data: /)
  })
})

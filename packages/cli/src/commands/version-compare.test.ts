import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compareVersions, type VersionCompareOptions } from './version-compare.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

const bytes = (words: string): Uint8Array => new TextEncoder().encode(words)

async function compared(
  chunks: readonly (string | Uint8Array)[],
  options: Partial<VersionCompareOptions> = {},
): Promise<Ran> {
  let [out, err] = ['', '']
  const input = Readable.from(chunks.map(chunk => (typeof chunk === 'string' ? bytes(chunk) : chunk)))
  const output = new Writable({ write: (chunk, _, done) => done(void (out += String(chunk))) })
  const errors = new Writable({ write: (chunk, _, done) => done(void (err += String(chunk))) })
  const code = await compareVersions({ scheme: 'deb', ...options }, { input, output, errors })
  return { code, out, err }
}

describe('patchyard version compare', () => {
  it('prints an order for each line', async () => {
    expect(await compared(['1.0~rc1\t1.0\n1.10\t1.9\n1.0\t1.0-0\n'])).toEqual({ code: 0, out: '-1\n1\n0\n', err: '' })
  })

  it('needs no end of the last line', async () => {
    expect(await compared(['1\t2\n2\t1'])).toMatchObject({ code: 0, out: '-1\n1\n' })
  })

  it('answers nothing to nothing', async () => {
    expect(await compared([])).toEqual({ code: 0, out: '', err: '' })
  })

  it('reads lines that arrive in pieces, through the middle of a character', async () => {
    const input = bytes('1.0é\t1.0ê\r\n2\t10\n')
    for (let at = 1; at < input.length; at++) {
      expect(await compared([input.subarray(0, at), input.subarray(at)])).toEqual({ code: 0, out: '-1\n-1\n', err: '' })
    }
    expect(await compared(Array.from(input, byte => Uint8Array.of(byte)))).toEqual({
      code: 0,
      out: '-1\n-1\n',
      err: '',
    })
  })

  it('passes over a byte order mark', async () => {
    expect(await compared(['\ufeff1\t1\n', '\ufeff1\t1\n'])).toMatchObject({ code: 0, out: '0\n1\n' })
  })

  it('prints objects with --json', async () => {
    const { out } = await compared(['1.0\t"x"\n'], { scheme: 'rpm', json: true })
    expect(JSON.parse(out)).toEqual({ a: '1.0', b: '"x"', order: 1 })
  })

  it.each([
    [
      'a line without a tab',
      ['1\t2\n', '1 2\n1\t1\n'],
      {},
      'line 2: has no tab; expected two versions with a tab between them (E_VERSION_LINE)',
    ],
    [
      'an empty line',
      ['1\t2\n\n'],
      {},
      'line 2: has no tab; expected two versions with a tab between them (E_VERSION_LINE)',
    ],
    [
      'bytes that are no UTF-8',
      [bytes('1\t2\n'), Uint8Array.of(0x31, 0x09, 0xff, 0x0a), bytes('1\t1\n')],
      {},
      'line 2: is not UTF-8 (E_VERSION_LINE)',
    ],
    [
      '… in one piece with good lines',
      [Uint8Array.from([...bytes('1\t2\n'), 0xff, 0x09, 0x31])],
      {},
      'line 2: is not UTF-8 (E_VERSION_LINE)',
    ],
    [
      'an invalid version with --strict',
      ['1\t2\n1.0-\t1\n'],
      { strict: true },
      'line 2: deb version "1.0-": has an empty revision after the hyphen (E_VERSION_INVALID)',
    ],
    [
      'a line without end',
      ['1\t2\n', ...Array.from({ length: 5 }, () => '1'.repeat(1_000_000))],
      {},
      'line 2: has more than 4000000 bytes (E_VERSION_LINE)',
    ],
  ])('stops with 1 at %s, after the answers before it', async (_, chunks, options, message) => {
    expect(await compared(chunks, options)).toEqual({ code: 1, out: '-1\n', err: `patchyard: ${message}\n` })
  })

  it('ends with 0 when nobody reads the answers any more', async () => {
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    let taken = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        taken++
        yield bytes('1\t2\n'.repeat(1000))
      }
    }
    expect(await compareVersions({ scheme: 'apk' }, { input: Readable.from(endless()), output, errors: output })).toBe(
      0,
    )
    expect(taken).toBeLessThan(100)
  })

  it('passes other failures of the output on', async () => {
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    })
    const input = Readable.from([bytes('1\t2\n')])
    await expect(compareVersions({ scheme: 'apk' }, { input, output, errors: output })).rejects.toThrow('no space left')
  })
})

describe('the process of patchyard version compare', () => {
  const verb = fileURLToPath(new URL('./version-compare.ts', import.meta.url))
  const script = `
    const { Command } = await import('commander')
    const { addVersionCommand } = await import(process.argv[1])
    const program = new Command('patchyard')
    addVersionCommand(program)
    await program.parseAsync(process.argv.slice(2), { from: 'user' })`
  const start = (...args: string[]) =>
    spawn(process.execPath, ['--input-type=module', '--eval', script, verb, 'version', 'compare', ...args], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    })

  it('reads its input and writes its output', { timeout: 20_000 }, async () => {
    const child = start('--scheme', 'winget')
    child.stdin.end('1.0\t1.0.0\n')
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
    expect([out, code]).toEqual(['0\n', 0])
  })

  it('refuses a scheme that it does not know and names those it knows', { timeout: 20_000 }, async () => {
    const child = start('--scheme', 'semver')
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(err).toContain('deb, rpm, rpm-bare, apk, winget')
    expect(code).toBe(1)
  })

  it('ends quietly when the reader goes away', { timeout: 20_000 }, async () => {
    const child = start('--scheme', 'rpm')
    child.stdin.on('error', () => undefined) // The child stops reading: that is the point.
    child.stdin.write('1\t2\n')
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const lines = '1\t2\n'.repeat(100_000)
    const feed = (): void => {
      if (child.exitCode === null && child.stdin.writable) child.stdin.write(lines, () => setImmediate(feed))
    }
    feed()
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect([err, code]).toEqual(['', 0])
  })
})

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createClient } from '@patchyard/api'
import { AUDIT_FORMAT, chainRows, exportLine, genesisText, signedText } from '@patchyard/domain'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createPrinter } from '../../output/printer.ts'
import { CliConfigError } from '../../session/cli-config.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { addAuditCommands } from './audit-command.ts'

const chain = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const at = '2026-11-22T06:00:00.000Z'
const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
const keys = generateKeyPairSync('ed25519')
const key = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
const signed = <T extends Parameters<typeof signedText>[0]>(value: T) => ({
  ...value,
  signature: sign(null, Buffer.from(signedText(value)), keys.privateKey).toString('hex'),
})

const entries = ['a', 'b', 'c'].map(action => ({ at, actor: 'session:p', action, object: 'x', detail: {} }))
const rows = chainRows({ n: 0, hash: hash(genesisText(chain)) }, entries, hash)
const body = exportLine({ format: AUDIT_FORMAT, chain, complete: true, at }) + rows.map(row => exportLine(row)).join('')
const end = { chain, n: 3, hash: rows[2]?.hash ?? '', at, key }
const good = body + exportLine(signed({ ...end, rows: 3, digest: hash(body) }))
const head = JSON.stringify(signed({ ...end, n: 2, hash: rows[1]?.hash ?? '' }))

/** Runs `patchyard audit …`; files by name, and what a server answers to every question. */
async function run(args: readonly string[], files: Readonly<Record<string, string>>, answer?: string) {
  let [out, code] = ['', 0]
  const never = (): never => {
    throw new Error('not expected')
  }
  const client = createClient({
    baseUrl: '',
    send: async () => ({ status: 200, text: () => Promise.resolve(answer ?? never()) }),
  })
  const context: CommandContext = {
    clock: { nowMs: never, monotonicMs: never, sleep: never, after: never },
    client: () => (answer === undefined ? never() : Promise.resolve(client)),
    clientFor: never,
    save: never,
    clientAt: never,
    config: never,
    forget: never,
    openPage: never,
    machine: 'test',
    runOnHost: never,
    readSecret: never,
    readText: path => Promise.resolve(files[path] ?? ''),
    createFile: never,
    readPieces: async function* (path) {
      const bytes = Buffer.from(files[path] ?? '')
      for (let from = 0; from < bytes.length; from += 50) yield bytes.subarray(from, from + 50)
    },
    printer: json => createPrinter({ output: { write: text => (out += text) }, errors: { write: () => true } }, json),
    setExitCode: value => {
      code = value
    },
  }
  const program = new Command('patchyard').exitOverride()
  addAuditCommands(program, context)
  await program.parseAsync(['audit', ...args], { from: 'user' })
  return { out, code }
}

describe('patchyard audit verify', () => {
  it('of a file asks no server, and says what signed it', async () => {
    const { out, code } = await run(['verify', 'f'], { f: good })
    expect(code).toBe(0)
    expect(out).toContain('All is well: 3 rows, none changed, missing or moved')
    expect(out).toContain(key)
  })

  it('names what is wrong, and ends with 4', async () => {
    const { out, code } = await run(['verify', 'f'], { f: good.replace('"action":"b"', '"action":"z"') })
    expect(code).toBe(4)
    expect(out).toContain('- row 2 was changed')
  })

  it('takes the key and heads that were kept elsewhere', async () => {
    expect((await run(['verify', 'f', '--key', key, '--head', 'h'], { f: good, h: head })).code).toBe(0)
    const other = await run(['verify', 'f', '--key', 'ab'.repeat(32)], { f: good })
    expect(other).toMatchObject({ code: 4, out: expect.stringContaining('signed by another key') })
    const short = body.split('\n').slice(0, 2).join('\n') + '\n'
    const anew = short + exportLine(signed({ ...end, n: 1, hash: rows[0]?.hash ?? '', rows: 1, digest: hash(short) }))
    expect((await run(['verify', 'f'], { f: anew })).code).toBe(0)
    expect((await run(['verify', 'f', '--head', 'h'], { f: anew, h: head })).out).toContain(
      'row 2 is cut off at the end',
    )
  })

  it('refuses a head that is none, or not signed', async () => {
    for (const h of ['', head.replace('"n":2', '"n":3')]) {
      await expect(run(['verify', 'f', '--head', 'h'], { f: good, h })).rejects.toBeInstanceOf(CliConfigError)
    }
  })

  it('of a server reads the rows itself and says the same', async () => {
    expect((await run(['verify'], {}, good)).out).toContain('All is well')
    const { code, out } = await run(['verify', '--json'], {}, body)
    expect(code).toBe(4)
    expect(JSON.parse(out)).toMatchObject({ ok: false, rows: 3, problems: [{ kind: 'end' }] })
  })
})

describe('patchyard audit export', () => {
  it('prints the file as it came', async () => {
    expect((await run(['export'], {}, good)).out).toBe(good)
  })
})

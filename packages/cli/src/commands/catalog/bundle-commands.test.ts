import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, PIECE_BYTES } from '@patchyard/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliConfigError } from '../../session/cli-config.ts'
import { run } from '../../testing/run-command.ts'
import { bundleMembers } from './bundle-file.ts'
import { importBundle } from './import-bundle.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const large = Buffer.alloc(PIECE_BYTES + 1000, 'large ')
const documents = [Buffer.from('small'), large, Buffer.alloc(0)]

let folder: string
let bundle: Buffer
// Made by tar itself: it shares no mistake with us.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-cli-bundle-'))
  mkdirSync(join(folder, 'documents'))
  writeFileSync(join(folder, 'signature.json'), '{"key":"k","signature":"s"}')
  writeFileSync(join(folder, 'manifest.json'), '{"m":1}')
  for (const bytes of documents) writeFileSync(join(folder, 'documents', sha256(bytes)), bytes)
  const names = ['signature.json', 'manifest.json', ...documents.map(bytes => `documents/${sha256(bytes)}`)]
  execFileSync('tar', ['--format=ustar', '--owner=0', '--group=0', '-cf', 'b.tar', ...names], { cwd: folder })
  bundle = readFileSync(join(folder, 'b.tar'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size)
}

/** A server that wants these, and keeps what it is sent. */
async function imported(bytes: Uint8Array, wanted: readonly { sha256: string; offset: number }[]) {
  const sent: { sha256: string; offset: number; bytes: Buffer }[] = []
  const shown = { id: 'b', documents: 3, waiting: 0, failed: 0, held: 0 }
  let offer = ''
  const client = createClient({
    baseUrl: '',
    send: async (url, { body = '' }) => {
      const asked = JSON.parse(body === '' ? '{}' : body) as { sha256: string; offset: number; data: string }
      if (url.endsWith('/pieces')) sent.push({ ...asked, bytes: Buffer.from(asked.data, 'base64') })
      if (url.endsWith('/bundles')) offer = body
      const answer = url.endsWith('/bundles')
        ? { bundle: shown, wanted, skipped: 1 }
        : url.endsWith('/take')
          ? shown
          : {}
      return { status: 200, text: () => Promise.resolve(JSON.stringify(answer)) }
    },
  })
  const done = await importBundle(client, inPieces(bytes, 70_001), () => undefined)
  return { sent, offer, done }
}

describe('catalog import', () => {
  it('sends the manifest as it is, and the documents that are asked for in pieces', async () => {
    const wanted = documents.map(one => ({ sha256: sha256(one), offset: 0 }))
    const { sent, offer, done } = await imported(bundle, wanted)
    expect(JSON.parse(offer)).toEqual({ manifest: '{"m":1}', key: 'k', signature: 's' })
    for (const one of documents) {
      const pieces = sent.filter(piece => piece.sha256 === sha256(one))
      expect(Buffer.concat(pieces.map(piece => piece.bytes)).equals(one)).toBe(true)
    }
    expect(sent.map(piece => piece.offset)).toEqual([0, 0, PIECE_BYTES, 0])
    expect(done).toMatchObject({ sent: 3, skipped: 1 })
  })

  it('goes on where the server is', async () => {
    const { sent } = await imported(bundle, [{ sha256: sha256(large), offset: 200_000 }])
    expect(sent.map(piece => piece.offset)).toEqual([200_000])
    expect(sent[0]?.bytes.equals(large.subarray(200_000))).toBe(true)
  })

  it('takes nothing that is no bundle, whatever it is', async () => {
    const refused = async (bytes: Uint8Array): Promise<void> => {
      await imported(bytes, []).catch((error: unknown) => expect(error).toBeInstanceOf(CliConfigError))
    }
    await refused(Buffer.from(''))
    await refused(Buffer.alloc(600, 'x'))
    await refused(bundle.subarray(512))
    await fc.assert(
      fc.asyncProperty(fc.nat(4000), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(bundle.subarray(0, 6000))
        changed[at] = byte
        await refused(changed)
      }),
      { numRuns: 200 },
    )
  })

  it('says that a file is cut off', async () => {
    const all = async (): Promise<void> => {
      for await (const member of bundleMembers(inPieces(bundle.subarray(0, bundle.length - 3_000_000), 512)))
        void member
    }
    await expect(all()).rejects.toThrow('cut off')
  })
})

describe('the commands', () => {
  it('of keys say what was done', async () => {
    const key = 'ab'.repeat(32)
    const trusted = await run(
      ['catalog', 'trust', key.toUpperCase(), '--name', 'Out'],
      [{ body: { id: 'i', name: 'Out', key, fingerprint: 'f' } }],
    )
    expect(trusted.asked).toEqual([`POST /bundle-keys {"name":"Out","key":"${key}"}`])
    expect(trusted.out).toContain('fingerprint f')
    expect((await run(['catalog', 'trust', 'xyz'], [])).failure).toBeInstanceOf(CliConfigError)
  })
})

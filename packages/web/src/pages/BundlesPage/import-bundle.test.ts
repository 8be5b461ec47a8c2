import { type Client, PIECE_BYTES as API_PIECE_BYTES } from '@patchyard/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../i18n/areas/feeds.ts'
import { BundleFileError, bundleMembers } from './bundle-file.ts'
import { importBundle, PIECE_BYTES } from './import-bundle.ts'

/** As POSIX.1-1988 has it, written here once more: the page must read what others write. */
function tar(members: readonly (readonly [string, Uint8Array | string])[]): Uint8Array<ArrayBuffer> {
  const parts = members.flatMap(([name, contents]) => {
    const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents
    const header = new Uint8Array(512)
    const put = (text: string, at: number): void => header.set(new TextEncoder().encode(text), at)
    put(name, 0)
    put('0000644\0', 100)
    put('0000000\0', 108)
    put('0000000\0', 116)
    put(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    put('00000000000\0', 136)
    put('        ', 148)
    put('0', 156)
    put('ustar\x0000', 257)
    put(
      `${header
        .reduce((all, byte) => all + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
    return [header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)]
  })
  return Uint8Array.from([...parts, new Uint8Array(1024)].flatMap(part => [...part]))
}

const [shaA, shaB, shaC] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)]
const signed = JSON.stringify({ key: '1'.repeat(64), signature: '2'.repeat(128) })
const manifest = '{"format":1}'
const whole = tar([
  ['signature.json', signed],
  ['manifest.json', manifest],
  [`documents/${shaA}`, 'first'],
  [`documents/${shaB}`, new Uint8Array(700).fill(7)],
  [`documents/${shaC}`, ''],
])

async function bring(bytes: Uint8Array<ArrayBuffer>, wanted: readonly { sha256: string; offset: number }[]) {
  const calls: (readonly [string, unknown])[] = []
  const client = {
    call: (name: string, input: { body?: unknown }) => {
      calls.push([name, input.body])
      return Promise.resolve(name === 'offerBundle' ? { bundle: { id: 'x' }, wanted, skipped: 4 } : { id: 'x' })
    },
  } as unknown as Client
  const progress: string[] = []
  const keys: string[] = []
  const done = await importBundle(new Blob([bytes]), {
    client,
    signal: new AbortController().signal,
    onProgress: (sent, all) => progress.push(`${sent}/${all}`),
    onKey: key => keys.push(key),
  })
  return { calls, progress, keys, done }
}

it('offers the manifest byte for byte, sends what is asked for from where it left off, and has it taken', async () => {
  const { calls, progress, keys, done } = await bring(whole, [
    { sha256: shaA, offset: 2 },
    { sha256: shaC, offset: 0 },
  ])
  expect(calls).toEqual([
    ['offerBundle', { manifest, key: '1'.repeat(64), signature: '2'.repeat(128) }],
    ['sendBundlePiece', { sha256: shaA, offset: 2, data: btoa('rst') }],
    ['sendBundlePiece', { sha256: shaC, offset: 0, data: '' }],
    ['takeBundle', undefined],
  ])
  expect([progress, keys, done.skipped]).toEqual([['1/2', '2/2'], ['1'.repeat(64)], 4])
})

it('sends pieces as large as the API takes them', () => {
  expect(PIECE_BYTES).toBe(API_PIECE_BYTES)
})

describe('what is no bundle is refused before anything is sent', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('x'.repeat(2000))],
    ['another archive', tar([['readme', 'hello']])],
    ['the manifest first', tar([['manifest.json', manifest]])],
    [
      'a signature of no shape',
      tar([
        ['signature.json', '{"key":1}'],
        ['manifest.json', manifest],
      ]),
    ],
    [
      'a signature that is no JSON',
      tar([
        ['signature.json', '{'],
        ['manifest.json', manifest],
      ]),
    ],
    [
      'a signature that is null',
      tar([
        ['signature.json', 'null'],
        ['manifest.json', manifest],
      ]),
    ],
    ['a header with one bit more', whole.map((byte, at) => (at === 3 ? byte ^ 1 : byte))],
    ['a start without its rest', whole.slice(0, 900)],
  ])('%s', async (_, bytes) => {
    await expect(bring(Uint8Array.from(bytes), [])).rejects.toBeInstanceOf(BundleFileError)
  })
})

it('any bytes are members or a refusal, and never more than the file holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.nat(whole.length), async (noise, at) => {
      const bytes = Uint8Array.from(whole)
      bytes.set(noise.subarray(0, Math.max(0, whole.length - at)), Math.min(at, whole.length))
      let size = 0
      try {
        for await (const member of bundleMembers(new Blob([bytes]))) size += member.bytes.size
      } catch (error) {
        expect(error).toBeInstanceOf(BundleFileError)
      }
      expect(size).toBeLessThanOrEqual(whole.length)
    }),
    { numRuns: 100 },
  )
})

import {
  buildSection,
  checkSection,
  classifyLink,
  importPublicKey,
  messages,
  newLinkLine,
  parseSignatureHeaders,
  parseStrictJson,
  type ReportSection,
  type Row,
  signerFromSeed,
  signRequest,
  verifyBodyDigest,
  verifyRequestSignature,
} from '@patchyard/protocol'
import type { Bench, Figure } from '../tools/bench/bench.ts'

const NOW_MS = 1_795_286_400_000
const post = { method: 'POST', path: '/agent/v1/checkin' } as const
const signer = signerFromSeed(new Uint8Array(32).fill(4))
const publicKey = importPublicKey(Buffer.from(signer.pub, 'hex'))
const hex16 = (byte: string) => byte.repeat(16)
const link = { seq: 1, prev: hex16('a0'), next: hex16('a1'), tried: [], machine: hex16('b0'), boot: hex16('b1') }
const linked = { link, nonce: hex16('d1'), want: [] }

export const bench: Bench = {
  about: 'What the server does in this package for one request, without network and database; one thread.',
  data: 'An unchanged check-in of about 600 bytes, signed by a key that is imported already; reports of 500 and 20,000 packages; 4 MiB of hostile JSON. Mean of the best of 5 rounds.',
  run: () => Promise.resolve([...checkIn(), ...reports(), ...hostile()]),
}

function checkIn(): Figure[] {
  const body = Buffer.from(
    JSON.stringify({
      ...linked,
      agentVersion: '0.1.0',
      features: [],
      have: { root: 1, manifest: NOW_MS, tasks: [] },
      inventory: 'ab'.repeat(32),
      clock: { wall: NOW_MS, trusted: NOW_MS },
      zone: 'Europe/Berlin',
      progress: [],
      problems: [],
    }),
  )
  const headers = signRequest(signer, { ...post, body, createdS: NOW_MS / 1000 })
  const stored = newLinkLine({
    standing: 'active',
    first: link.prev,
    machine: link.machine,
    boot: link.boot,
    nowMs: NOW_MS,
  })
  const parsed = parseSignatureHeaders(headers)
  const whole = (): boolean => {
    const signature = parseSignatureHeaders(headers)
    if (!verifyRequestSignature(signature, post, publicKey) || !verifyBodyDigest(signature, body)) return false
    const request = messages.checkinRequest.parse(body)
    return classifyLink(stored, { ...request.link, createdMs: signature.createdS * 1000 }, { nowMs: NOW_MS }).accepted
  }
  if (!whole()) throw new Error('the check-in was refused')
  return [
    { name: 'check-in: all of it', value: micros(2000, whole), unit: 'µs', atMost: 250 },
    {
      name: 'check-in: signature alone',
      value: micros(2000, () => verifyRequestSignature(parsed, post, publicKey)),
      unit: 'µs',
    },
    {
      name: 'check-in: strict parse and schema',
      value: micros(20_000, () => messages.checkinRequest.parse(body)),
      unit: 'µs',
    },
    {
      name: 'agent: signing one',
      value: micros(2000, () => signRequest(signer, { ...post, body, createdS: NOW_MS / 1000 })),
      unit: 'µs',
    },
  ]
}

function reports(): Figure[] {
  return [500, 20_000].flatMap(count => {
    const rows = Array.from({ length: count }, (_, i): Row => {
      return [
        `package-${i}`,
        'x86_64',
        `1:${i}.2.3-4ubuntu0.${i % 10}`,
        'deb',
        `source-${i}`,
        `${i}.2.3`,
        'Ubuntu',
        false,
        'installed',
      ]
    })
    const section = buildSection('packages.1', null, rows) as ReportSection
    const scan = { started: NOW_MS, finished: NOW_MS, trigger: 'timer' }
    const body = Buffer.from(JSON.stringify({ ...linked, scan, sections: [section], problems: [] }))
    const rounds = count === 500 ? 50 : 3
    const name = `report of ${count} packages (${Math.round(body.length / 1024)} KiB)`
    return [
      {
        name: `${name}: strict parse and schema`,
        value: micros(rounds, () => messages.reportRequest.parse(body)) / 1000,
        unit: 'ms',
      },
      {
        name: `${name}: JSON.parse alone`,
        value: micros(rounds, () => JSON.parse(body.toString('utf8')) as unknown) / 1000,
        unit: 'ms',
      },
      { name: `${name}: columns, keys, digest`, value: micros(rounds, () => checkSection(section)) / 1000, unit: 'ms' },
    ]
  })
}

function hostile(): Figure[] {
  const fill = (piece: string) => piece.repeat(Math.floor(2 ** 22 / piece.length) - 4)
  const shapes = {
    'one string': `{"a":"${fill('x')}"}`,
    escapes: `{"a":"${fill('\\u00e9')}"}`,
    'empty arrays': `{"a":[${fill('[],')}[]]}`,
    'empty objects': `{"a":[${fill('{},')}{}]}`,
    'minus zeros': `{"a":[${fill('-0,')}0]}`,
  }
  return Object.entries(shapes).map(([name, text]) => {
    const body = Buffer.from(text)
    return {
      name: `4 MiB of ${name}: strict parse`,
      value: micros(1, () => parseStrictJson(body)) / 1000,
      unit: 'ms',
      atMost: 1000,
    }
  })
}

/** Microseconds of one call: best of five rounds of `count`, after one to warm up. */
function micros(count: number, work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 6; round++) {
    const began = process.hrtime.bigint()
    for (let i = 0; i < count; i++) work()
    const spent = Number(process.hrtime.bigint() - began) / 1000 / count
    if (round > 0) best = Math.min(best, spent)
  }
  return best
}

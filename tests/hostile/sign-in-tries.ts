import type { TestServer } from '@patchyard/server/testing'
import { cookieBrowser, type Reply, signInAs } from '../server/cookie-browser.ts'

export interface Measured {
  readonly reply: Reply
  readonly ms: number
}

/**
 * Wrong passwords for an address that somebody has and for one that nobody has, in turns, each pair from an address of its own.
 * `forget` lets the clock pass, so that no attempt waits for the one before.
 */
export async function triesInTurns(
  server: TestServer,
  email: string,
  count: number,
  forget: () => void,
): Promise<{ readonly known: Measured[]; readonly unknown: Measured[] }> {
  const known: Measured[] = []
  const unknown: Measured[] = []
  for (let n = 0; n < count; n += 1) {
    forget()
    const kinds = [
      [known, email],
      [unknown, 'nobody@example.org'],
    ] as const
    for (const [into, address] of n % 2 === 0 ? kinds : kinds.toReversed()) {
      const began = performance.now()
      const reply = await signInAs(cookieBrowser(server, `10.66.${n >> 8}.${n & 255}`), address, 'wrong password')
      into.push({ reply, ms: performance.now() - began })
    }
  }
  return { known, unknown }
}

export const meanMs = (all: readonly Measured[]): number => all.reduce((sum, { ms }) => sum + ms, 0) / all.length

export const medianMs = (all: readonly Measured[]): number =>
  all.map(({ ms }) => ms).sort((a, b) => a - b)[all.length >> 1] ?? 0

/** Guesses of one true peer with an address made up in each header; how often each status was answered. */
export async function guessesBehindHeaders(
  server: TestServer,
  email: string,
  peer: string,
  count: number,
): Promise<ReadonlyMap<number, number>> {
  const codes = new Map<number, number>()
  for (let n = 0; n < count; n += 1) {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      remoteAddress: peer,
      headers: {
        'x-forwarded-for': `10.1.${n % 256}.7`,
        'x-real-ip': `10.2.${n % 256}.7`,
        forwarded: `for=10.3.0.${n % 256}`,
      },
      payload: { email, password: `guess number ${n}` },
    })
    codes.set(reply.statusCode, (codes.get(reply.statusCode) ?? 0) + 1)
  }
  return codes
}

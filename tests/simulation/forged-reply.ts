import type { ServerReply, ServerRequest } from '@patchyard/server/testing/memory'
import type { SimRandom } from '@patchyard/testkit/simulation'

/**
 * What somebody inside TLS answers: everything but a director's signature. Two members of the protocol let a forger cost a
 * day (426, and 403 without an answer is nothing), so 426 is left out: agents ask again once a day by design.
 */
export function forgedReply(request: ServerRequest, random: SimRandom): ServerReply {
  const json = (status: number, body: object, headers = {}): ServerReply => ({
    status,
    headers,
    body: Buffer.from(JSON.stringify(body)),
  })
  const problem = (status: number, code: string, headers = {}): ServerReply =>
    json(status, { type: 'about:blank', title: code, status, code }, headers)
  const choices: (() => ServerReply)[] = [
    () => json(200, { root: 1 }),
    () => json(200, { root: 1, accepted: ['packages.1', 'updates.1', 'system.1'], full: [] }),
    () => json(200, { root: 1, full: true }),
    () => json(200, { root: 7 }),
    () => json(200, { root: 1, answer: { payloadType: 'x', payload: '', signatures: [] } }),
    () => json(200, {}),
    () => problem(403, 'standing'),
    () => problem(410, 'revoked'),
    () => problem(409, 'link_old'),
    () => problem(409, 'link_unknown'),
    () => problem(401, 'signature'),
    () => problem(401, 'clock_skew'),
    () => problem(400, 'malformed'),
    () => problem(413, 'too_large'),
    () => problem(429, 'rate', { 'retry-after': String(random.between(1, 300)) }),
    () => problem(503, 'busy'),
    () => ({ status: 204, headers: {}, body: new Uint8Array(0) }),
    () => ({ status: 302, headers: { location: 'http://127.0.0.1/' }, body: new Uint8Array(0) }),
    () => ({ status: 200, headers: {}, body: Buffer.from('<html>') }),
    () => ({ status: 200, headers: {}, body: request.body }),
  ]
  return random.pick(choices)()
}

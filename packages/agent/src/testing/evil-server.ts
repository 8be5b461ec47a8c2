import { type Envelope, sealEnvelope } from '@patchyard/protocol'
import type { NetworkReply } from '../core/ports/network.ts'
import type { World } from './world.ts'

// What an evil server, or somebody inside TLS, does to replies, and what an agent says of it.

export type Payload = Record<string, unknown>

/** The reply with its body changed. */
export function edited(reply: NetworkReply, change: (body: Payload) => void): NetworkReply {
  const body = JSON.parse(Buffer.from(reply.body).toString()) as Payload
  change(body)
  return { ...reply, body: Buffer.from(JSON.stringify(body)) }
}

/** The reply of a check-in with its answer's payload changed and sealed again by whoever. */
export function resealed(
  world: World,
  reply: NetworkReply,
  change: (payload: Payload) => void,
  signer = world.server.director,
): NetworkReply {
  return edited(reply, body => {
    const answer = body['answer'] as Envelope | undefined
    if (answer === undefined) return
    const payload = JSON.parse(Buffer.from(answer.payload, 'base64').toString()) as Payload
    change(payload)
    body['answer'] = sealEnvelope('answer', Buffer.from(JSON.stringify(payload)), [signer])
  })
}

/** Codes of the problems that the server heard of or that wait in the journal. */
export function problemCodes(world: World): string[] {
  const waiting = [...(world.journal.tables.get('problem')?.values() ?? [])]
  return [...world.record.problems, ...waiting.map(row => (row as { code: string }).code)]
}

export function newestRootVersion(world: World): number {
  return Math.max(
    ...[...(world.journal.tables.get('root')?.values() ?? [])].map(row => (row as { version: number }).version),
  )
}

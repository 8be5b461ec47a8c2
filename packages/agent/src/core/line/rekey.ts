import { messages, type RekeyReply, sealRekey, type Signer, signerFromSeed } from '@patchyard/protocol'
import { freshHex16, type Session } from '../session.ts'
import type { LinkedRequest } from './linked-exchange.ts'
import { encodeBody } from './requests.ts'

/** A new key pair, synchronised before anybody hears of it (agent-protocol §6.6). Idempotent: an unfinished one goes on. */
export function startRekey(session: Session): void {
  const { secrets, random, journal } = session.ports
  const existing = secrets.read('next')
  const seed = existing ?? random.bytes(32)
  if (existing === null) secrets.create('next', seed)
  const next = signerFromSeed(seed)
  journal.write(tx => tx.set('rekey', { keyid: next.keyid, pub: next.pub }))
  session.nextSigner = next
}

export function rekeyRequest(session: Session, next: Signer): LinkedRequest<RekeyReply> {
  const identity = session.ports.journal.read(view => view.get('identity'))
  if (identity?.agent == null) throw new Error('the agent is not enrolled')
  const { deployment, agent } = identity
  return {
    path: '/agent/v1/rekey',
    wantAnswer: true,
    takesWork: false,
    reply: messages.rekeyReply,
    encode: members => {
      const payload = {
        deployment,
        agent,
        nonce: freshHex16(session.ports),
        oldKey: session.signer.keyid,
        newKey: { alg: 'ed25519' as const, pub: next.pub },
      }
      return encodeBody('/agent/v1/rekey', { ...members, envelope: sealRekey(payload, session.signer, next) })
    },
    onAccepted: (tx, _, answer) => {
      if (answer?.rekeyed !== next.keyid) return
      tx.set('identity', { ...identity, keyid: next.keyid })
      tx.set('rekey', null)
    },
  }
}

/** After the transaction that made the new key current: the files follow. A crash in between is repaired at the next start. */
export function finishRekey(session: Session): void {
  const keyid = session.ports.journal.read(view => view.get('identity')?.keyid)
  const next = session.nextSigner
  if (next === null || keyid !== next.keyid) return
  session.ports.secrets.promoteNextKey()
  session.signer = next
  session.nextSigner = null
}

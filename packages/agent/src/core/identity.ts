import { type Signer, signerFromSeed } from '@patchyard/protocol'
import type { AgentPorts } from './agent-ports.ts'

export class IdentityError extends Error {
  readonly code: 'E_NOT_ENROLLED' | 'E_KEY_MISSING'

  constructor(code: IdentityError['code'], message: string) {
    super(message)
    this.name = 'IdentityError'
    this.code = code
  }
}

/**
 * The key that the journal names, wherever a crash left it: a rekey that was confirmed while the files still stood the old way is
 * finished here.
 * @throws IdentityError, SecretFileError
 */
export function loadSigners(ports: Pick<AgentPorts, 'journal' | 'secrets'>): { signer: Signer; next: Signer | null } {
  const { identity, rekey } = ports.journal.read(view => ({ identity: view.get('identity'), rekey: view.get('rekey') }))
  if (identity === null)
    throw new IdentityError('E_NOT_ENROLLED', 'this host is not enrolled; run "patchyard-agent enroll" first')
  const agent = signerOf(ports.secrets.read('agent'))
  const next = signerOf(ports.secrets.read('next'))
  if (agent?.keyid === identity.keyid) return { signer: agent, next: rekey === null ? null : next }
  if (next?.keyid === identity.keyid) {
    ports.secrets.promoteNextKey()
    return { signer: next, next: null }
  }
  throw new IdentityError('E_KEY_MISSING', 'the key of this agent is gone; the host must be enrolled anew')
}

function signerOf(seed: Uint8Array | null): Signer | null {
  return seed === null ? null : signerFromSeed(seed)
}

import type { AgentProblemCode, ProblemName } from '@patchyard/protocol'

// The agents' door answers with codes of the protocol; here stands what they mean to a person who reads an agent's log.
// Both records are complete by their types: a new code of the protocol does not compile until it is explained.

/** What a person can do about each refusal of the door; most are handled by the agent alone. */
export const doorTodos: { readonly [Name in ProblemName]: string } = {
  malformed: 'A defect or an agent of another version: update the agent. It leaves this message out and goes on.',
  weak_key: 'The key of the agent or activation is not a safe Ed25519 key. Enrol again.',
  digest_mismatch: 'Something between agent and server changes bodies. Look at proxies.',
  signature:
    'Revoked, replaced or copied state, or a proxy that changes requests. `patchyard agent list` shows what the server knows.',
  clock_skew:
    'Nothing: the signed answer carries the time and the agent repeats. If it stays, correct the clock of host or server.',
  enroll_refused: 'Expired, used up, revoked or mistyped activation key, or the wrong network. Make a new key.',
  standing: 'The agent is pending, quarantined or rejected; an administrator decides under Agents.',
  revoked: 'The agent was revoked for ever. Enrol the host anew if that was a mistake.',
  not_found: 'Address or document does not exist for this agent. Proxies must not rewrite paths.',
  method: 'Only a program that is not an agent does this.',
  key_known: 'This key was enrolled with another activation key. Remove the state folder of the agent and enrol again.',
  link_old: 'Nothing: a late or repeated request. The agent goes on by itself.',
  link_unknown:
    'An old copy of the state speaks, or the server was restored from a backup. If it stays, resume the agent under Agents.',
  length_required: 'A proxy sends chunked bodies to the server; let it send `Content-Length`.',
  too_large: 'Nothing: the agent sends the report in sections.',
  media_type: 'Something between agent and server changes headers. Look at proxies.',
  protocol: 'Update the agent: this server no longer speaks its version.',
  rate: 'Nothing: the agent waits. If it stays, one host sends far more than a host should.',
  busy: 'Nothing: the agent waits and repeats. If it stays, look at `/readyz` of the server.',
}

/** What an agent tells the server about an answer that it refused (`problems` of a check-in). */
export const agentProblemTexts: { readonly [Code in AgentProblemCode]: string } = {
  limit: 'An answer was larger than allowed, or came too slowly.',
  root_gap: 'A version of the root of trust is missing between the known and the newest one.',
  root_signature: 'A new root of trust is not signed as the old one demands.',
  env_type: 'A signed message was of another type than asked for.',
  env_signature: 'A signed message is not signed by the key that may sign it.',
  answer_malformed: 'The answer is signed, but not one that this agent understands.',
  answer_foreign: 'The answer is for another agent, installation or question.',
  root_rollback: 'The answer names an older root of trust than the agent knows.',
  root_expired: 'The root of trust has expired: nothing new begins until the server renews it.',
  require_unknown:
    'The root of trust demands something that this version of the agent cannot enforce: update the agent.',
  manifest_rollback: 'The answer carries older work than the agent already has.',
  document_digest: 'A task document is not the one whose digest was signed.',
  document_malformed: 'A task document is not valid; that task is refused.',
  document_unsupported: 'A task document asks for something that this agent never announced; that task is refused.',
  actions_not_allowed:
    'A task document holds actions, and the configuration of that host does not allow any; that task is refused.',
}

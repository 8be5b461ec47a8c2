// Source: PYP/1 §10, the table "status, code". What an agent does with each stands there too.

/** Every `code` of a problem+json reply of the agents' door, with its HTTP status. */
export const problems = {
  malformed: { status: 400, title: 'The body is not a valid message' },
  weak_key: { status: 400, title: 'The public key is not acceptable' },
  digest_mismatch: { status: 400, title: 'The body does not have the digest that was signed' },
  signature: { status: 401, title: 'The request is not signed by a known key' },
  clock_skew: { status: 401, title: 'The request was made too far from the time of the server' },
  enroll_refused: { status: 401, title: 'Enrolment refused' },
  standing: { status: 403, title: 'The agent may not do this' },
  revoked: { status: 410, title: 'The agent was revoked' },
  not_found: { status: 404, title: 'Not found' },
  method: { status: 405, title: 'Method not allowed' },
  key_known: { status: 409, title: 'This key is enrolled already' },
  link_old: { status: 409, title: 'A later request of this agent was accepted already' },
  link_unknown: { status: 409, title: 'The server does not know this line of conversation' },
  length_required: { status: 411, title: 'Content-Length is required' },
  too_large: { status: 413, title: 'The body is too large' },
  media_type: { status: 415, title: 'Content-Type or Content-Encoding is not the one of this protocol' },
  protocol: { status: 426, title: 'This version of the protocol is no longer served' },
  rate: { status: 429, title: 'Too many requests' },
  busy: { status: 503, title: 'The server cannot take this now' },
} as const

/** Key of {@link problems}. On the wire `revoked` is written `standing`: only its status differs (see {@link problemCode}). */
export type ProblemName = keyof typeof problems

/** The `code` member of a reply. */
export type ProblemCode = Exclude<ProblemName, 'revoked'>

/** §10 has one code for 403 and 410; the status tells them apart. */
export function problemCode(name: ProblemName): ProblemCode {
  return name === 'revoked' ? 'standing' : name
}

/**
 * What an agent finds wrong with a reply (PYP/1 §7.2). Sent back as `problems[].code` of the next check-in.
 * `answer_malformed` is ours: signed by the director but not an answer; the text gives that case no code.
 */
export const agentProblemCodes = [
  'limit',
  'root_gap',
  'root_signature',
  'env_type',
  'env_signature',
  'answer_malformed',
  'answer_foreign',
  'root_rollback',
  'root_expired',
  'require_unknown',
  'manifest_rollback',
  'document_digest',
  'document_malformed',
  'document_unsupported',
  'actions_not_allowed',
] as const

export type AgentProblemCode = (typeof agentProblemCodes)[number]

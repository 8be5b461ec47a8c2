import { defineErrors } from './define-errors.ts'

/** Codes that any route may answer with. Names shared with the agents' door mean the same there (agent-protocol.md §10). */
export const httpErrors = defineErrors({
  malformed: {
    status: 400,
    title: 'The request is not valid',
    todo: 'Correct the member named in `field`; `detail` says what is allowed. Sending the same request again cannot help.',
  },
  key_in_address: {
    status: 400,
    title: 'An API key stands in the address',
    todo: 'Send it as `Authorization: Bearer …`. Addresses are kept by proxies, logs and browser histories: the key is marked as leaked; revoke it and make a new one.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    todo: 'Sign in, or send a valid API key as `Authorization: Bearer …`.',
  },
  forbidden: {
    status: 403,
    title: 'Your permissions do not allow this',
    todo: 'Ask the administrator of the subscription for a role that has the permission named in `permission`.',
  },
  step_up_needed: {
    status: 403,
    title: 'Prove once more who you are',
    todo: 'This can do much harm, so the last proof may be ten minutes old at most: `POST /api/v1/session/prove` with password, code or passkey, then repeat the request. The page asks by itself.',
  },
  key_not_allowed: {
    status: 403,
    title: 'This is not done with an API key',
    todo: 'Sign in and do it on the page: only a person can prove who they are.',
  },
  second_factor_needed: {
    status: 403,
    title: 'A second factor is demanded here, and you have none yet',
    todo: 'Set up an authenticator app or a passkey under your account; everything else opens at once.',
  },
  cross_origin: {
    status: 403,
    title: 'The request came from a page of another site',
    todo: 'Open Patchyard under the address that the server was given as `--public-url`.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here that you can see',
    todo: 'Check the address or id. Things of other subscriptions and outside your scope look the same as things that do not exist.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take this method',
    todo: 'Use one of the methods in the `Allow` header.',
  },
  conflict: {
    status: 409,
    title: 'The present state does not allow this',
    todo: 'Read the thing again; `detail` says what is in the way.',
  },
  idempotency_pending: {
    status: 409,
    title: 'The first request under this Idempotency-Key has no known end',
    todo: 'It is still under way, or the server stopped in the middle. Wait and repeat; if it stays, read the thing again before asking under a new key.',
  },
  idempotency_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    todo: 'Give each request a key of its own, and repeat a request only as it was.',
  },
  too_large: {
    status: 413,
    title: 'The request is larger than allowed',
    todo: 'Send less at once; `detail` names the limit.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'This kind of body is not taken here',
    todo: 'Send JSON with `Content-Type: application/json` and without `Content-Encoding`.',
  },
  rate: {
    status: 429,
    title: 'Too many requests',
    todo: 'Wait for the seconds in `Retry-After`, then go on more slowly.',
  },
  internal: {
    status: 500,
    title: 'The server made a mistake',
    todo: 'Try again; if it stays, look for the `requestId` in the server log and report it.',
  },
  busy: {
    status: 503,
    title: 'The server cannot answer just now',
    todo: 'Repeat the request after the seconds in `Retry-After`. The database may be away or starting, or the server is stopping.',
  },
  disk_full: {
    status: 503,
    title: 'The disk of the database is full',
    todo: 'Nothing was changed. Reading still works; free space on the disk that holds the data folder, and writing works again.',
  },
  unknown_outcome: {
    status: 503,
    title: 'The connection to the database broke while the change was being saved',
    todo: 'It may or may not be saved. Read the thing again before repeating the change.',
  },
})

import type { Send } from '@patchyard/api'

/** One exchange with the server that the page came from; the session cookie goes along. */
export const browserSend: Send = (url, init) =>
  fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error' })

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { failureText, mayPass } from './failure-text.ts'

/** `onSignedOut` is called when any answer says that the session is over. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const notice = (error: unknown): void => {
    if (failureText(error).kind === 'signedOut') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (count, error) => mayPass(error) && count < 2,
        // The browser's word on being online is about the network in general, not about this server.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

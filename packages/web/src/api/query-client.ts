import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@patchyard/api'
import { mayPass } from './failure-text.ts'

/** `onRefusal` is given the code of every refusal. */
export function createQueryClient(onRefusal: (code: string) => void): QueryClient {
  const notice = (error: unknown): void => {
    if (error instanceof ApiError) onRefusal(error.code)
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

import { useSearchParams } from 'react-router'
import { withInstant } from './with-instant.ts'

/** For tabs that show a past instant: the address with the instant that the page shows, and no count of today beside it. */
export function usePastTab(): <T extends { readonly to: string; readonly count?: number | undefined }>(tab: T) => T {
  const [address] = useSearchParams()
  const asOf = address.get('asOf')
  return tab => (asOf === null ? tab : { ...tab, to: withInstant(tab.to, asOf), count: undefined })
}

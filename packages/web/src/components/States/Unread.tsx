import { Failed } from './Failed.tsx'
import { Loading } from './Loading.tsx'

interface UnreadProps {
  readonly of: { readonly isError: boolean; readonly error: unknown; refetch(): Promise<unknown> }
  /** "the asset": what is being read. */
  readonly what: string
}

/** In place of an answer that is not there: still on its way, or refused. */
export const Unread = ({ of, what }: UnreadProps) =>
  of.isError ? <Failed error={of.error} onRetry={() => void of.refetch()} /> : <Loading what={what} />

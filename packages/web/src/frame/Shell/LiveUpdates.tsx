import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { type LiveStatus, startLiveUpdates } from '../../api/live-updates.ts'
import { usePorts } from '../../api/ports.ts'
import { isTouched, type QueryKey } from '../../api/query-keys.ts'
import { LiveContext } from './live-context.ts'

/** Keeps what is on the screen true: one stream for the whole tab, from sign-in to sign-out. */
export function LiveUpdates({ children }: { readonly children: ReactNode }) {
  const { clock, openStream } = usePorts()
  const queries = useQueryClient()
  const [status, setStatus] = useState<LiveStatus>('connecting')
  useEffect(
    () =>
      startLiveUpdates({
        clock,
        openStream,
        onStatus: setStatus,
        onChanges: messages =>
          void queries.invalidateQueries({
            predicate: query => isTouched(query.queryKey as unknown as QueryKey, messages),
          }),
        onRefresh: () => void queries.invalidateQueries(),
      }),
    [clock, openStream, queries],
  )
  return <LiveContext value={status}>{children}</LiveContext>
}

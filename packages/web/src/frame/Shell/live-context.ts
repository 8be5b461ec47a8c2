import { createContext, use } from 'react'
import type { LiveStatus } from '../../api/live-updates.ts'

export const LiveContext = createContext<LiveStatus>('connecting')

export const useLiveStatus = (): LiveStatus => use(LiveContext)

import type { Feed } from '@patchyard/api'
import { useOutletContext } from 'react-router'

/** The feed whose tab is shown. */
export const useShownFeed = (): Feed => useOutletContext<Feed>()

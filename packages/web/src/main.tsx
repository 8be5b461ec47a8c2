import './theme/mantine-styles.ts'
import 'virtual:theme.css'
import './theme/global.css'
import { createClient } from '@patchyard/api'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { browserClock } from './adapters/browser-clock.ts'
import { browserMemory, tabMemory } from './adapters/browser-memory.ts'
import { browserPasskeys } from './adapters/browser-passkeys.ts'
import { browserSend } from './adapters/browser-send.ts'
import { eventSourceStream } from './adapters/event-source-stream.ts'
import { createQueryClient } from './api/query-client.ts'
import { createStepUp, withStepUp } from './api/step-up.ts'
import { createSessionStanding, standingOf } from './frame/Session/session-standing.ts'
import { createAppRouter } from './routes.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const standing = createSessionStanding()
const stepUp = createStepUp()
const queries = createQueryClient(code => {
  const said = standingOf(code)
  if (said !== null) standing.set(said)
})
const client = withStepUp(createClient({ baseUrl: '', send: browserSend }), stepUp)

createRoot(root).render(
  <StrictMode>
    <App
      ports={{
        client,
        clock: browserClock,
        openStream: eventSourceStream,
        memory: browserMemory,
        tabMemory,
        passkeys: browserPasskeys,
        leaveFor: url => globalThis.location.assign(url),
      }}
      queries={queries}
      router={createAppRouter({ standing, stepUp })}
    />
  </StrictMode>,
)

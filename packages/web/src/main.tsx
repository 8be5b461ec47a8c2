import './theme/mantine-styles.ts'
import 'virtual:theme.css'
import './theme/global.css'
import { createClient } from '@patchyard/api'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { browserClock } from './adapters/browser-clock.ts'
import { browserMemory } from './adapters/browser-memory.ts'
import { browserSend } from './adapters/browser-send.ts'
import { eventSourceStream } from './adapters/event-source-stream.ts'
import { createQueryClient } from './api/query-client.ts'
import { createSessionEnd } from './frame/Session/session-end.ts'
import { createAppRouter } from './routes.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const end = createSessionEnd()
const queries = createQueryClient(() => end.set(true))
const client = createClient({ baseUrl: '', send: browserSend })

createRoot(root).render(
  <StrictMode>
    <App
      ports={{ client, clock: browserClock, openStream: eventSourceStream, memory: browserMemory }}
      queries={queries}
      router={createAppRouter(end)}
    />
  </StrictMode>,
)

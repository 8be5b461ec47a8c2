import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from 'react-router/dom'
import { type Ports, PortsContext } from './api/ports.ts'
import type { createAppRouter } from './routes.tsx'
import { theme } from './theme/theme.ts'

interface AppProps {
  readonly ports: Ports
  readonly queries: QueryClient
  readonly router: ReturnType<typeof createAppRouter>
}

export function App({ ports, queries, router }: AppProps) {
  return (
    // Variables and classes come from the style sheet (theme/theme-css.ts): Mantine would write them with innerHTML.
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <Notifications position="bottom-right" limit={4} />
      <PortsContext value={ports}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </PortsContext>
    </MantineProvider>
  )
}

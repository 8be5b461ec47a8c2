import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { Fragment, type ReactNode, useEffect } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'
import { RouterProvider } from 'react-router/dom'
import { type Ports, PortsContext } from './api/ports.ts'
import { i18n } from './i18n/text.ts'
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
          <I18nextProvider i18n={i18n}>
            <InLanguage>
              <RouterProvider router={router} />
            </InLanguage>
          </I18nextProvider>
        </QueryClientProvider>
      </PortsContext>
    </MantineProvider>
  )
}

/** Texts are read while components render, so another language draws the page anew. */
function InLanguage({ children }: { readonly children: ReactNode }) {
  const { language } = useTranslation().i18n
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return <Fragment key={language}>{children}</Fragment>
}

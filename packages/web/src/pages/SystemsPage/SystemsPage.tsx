import type { SupportedSystems } from '@patchyard/api'
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { CatalogTable } from './CatalogTable.tsx'
import { EngineCard } from './EngineCard.tsx'
import { foundSystems } from './found-systems.ts'
import css from './SystemsPage.module.css'

/** Help › Supported systems: what agents and catalog know, with what each can and cannot do. */
export function SystemsPage() {
  const can = useCan()
  const systems = useApi('getSupportedSystems', { query: {} })
  if (!can('patch.read')) return <NoPermission what={t('systems.forWhom')} />
  if (systems.data === undefined) return <Unread of={systems} what={t('systems.the')} />
  return <Loaded systems={systems.data} />
}

function Loaded({ systems }: { readonly systems: SupportedSystems }) {
  const [search, setSearch] = useState('')
  const { engines, catalog } = foundSystems(systems, search)
  return (
    <>
      <PageHeader title={t('systems.title')} />
      <div className={css.page}>
        <TextInput
          aria-label={t('systems.search')}
          placeholder={t('systems.search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          maxLength={120}
          className={css.search ?? ''}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        {engines.length + catalog.length === 0 && <p role="status">{t('systems.none')}</p>}
        {engines.length > 0 && (
          <section aria-label={t('systems.engines')} className={css.cards}>
            {engines.map(engine => (
              <EngineCard key={engine.id} engine={engine} />
            ))}
          </section>
        )}
        {systems.catalog.length === 0 ? (
          <p className="quiet">{t('systems.nothingYet')}</p>
        ) : (
          catalog.length > 0 && (
            <Panel title={t('systems.known')}>
              <CatalogTable rows={catalog} />
            </Panel>
          )
        )}
      </div>
    </>
  )
}

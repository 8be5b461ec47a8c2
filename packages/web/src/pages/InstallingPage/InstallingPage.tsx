import type { About } from '@patchyard/api'
import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { KeyTabs } from '../ActivationKeysPage/KeyTabs.tsx'
import css from './InstallingPage.module.css'
import { Packages } from './Packages.tsx'
import { Silently } from './Silently.tsx'

/** System by system: what a machine needs, what is installed, and with which parameters. */
export function InstallingPage() {
  const can = useCan()
  const about = useApi('about')
  if (!can('activationKey.manage')) return <NoPermission what={t('keys.activationKeysLetMachinesIntoThe')} />
  return (
    <>
      <PageHeader
        title={t('keys.activationKeys')}
        actions={
          <Button component={Link} to="/activation-keys?new=1">
            {t('installing.makeKey')}
          </Button>
        }
      />
      <KeyTabs />
      {about.data === undefined ? (
        <Unread of={about} what={t('installing.theAddresses')} />
      ) : (
        <Systems about={about.data} />
      )}
    </>
  )
}

function Systems({ about }: { readonly about: About }) {
  const address = shownText(about.publicUrl, 200)
  return (
    <div className={css.grid}>
      <div className={css.stack}>
        <Panel title={t('installing.linux')}>
          <div className={css.stack}>
            <strong>{t('installing.needs')}</strong>
            <ul>
              <li>{t('installing.needsSystem')}</li>
              <li>{t('installing.needsProcessor')}</li>
              <li>{t('installing.needsRoot')}</li>
              <li>{t('installing.needsSystemd')}</li>
              <li>{t('installing.needsTools')}</li>
              <li>{t('installing.needsAddress', { address })}</li>
            </ul>
          </div>
        </Panel>
        <Panel title={t('installing.silently')}>
          <Silently server={address} />
        </Panel>
      </div>
      <div className={css.stack}>
        <Panel title={t('installing.downloads')}>
          <Packages packages={about.agentPackages} />
        </Panel>
        <Panel title={t('installing.windows')}>
          <p className="quiet">{t('installing.notYet', { system: t('installing.windows') })}</p>
        </Panel>
        <Panel title={t('installing.macos')}>
          <p className="quiet">{t('installing.notYet', { system: t('installing.macos') })}</p>
        </Panel>
      </div>
    </div>
  )
}

import type { BundleKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction, useApi, useList } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import css from '../../components/Panel/rows.module.css'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { TrustKey } from './TrustKey.tsx'

export function OwnKeyPanel() {
  const key = useApi('getBundleKey')
  return (
    <Panel title={t('bundles.ownKey')}>
      {key.data === undefined ? (
        <Unread of={key} what={t('bundles.key')} />
      ) : (
        <div className={css.stack}>
          <p>{t('bundles.ownKeyText')}</p>
          <CopyField label={t('bundles.key')} value={shownText(key.data.key, 200)} />
          <CopyField label={t('bundles.fingerprint')} value={shownText(key.data.fingerprint, 200)} />
        </div>
      )}
    </Panel>
  )
}

const MOST_SHOWN = 50

export function TrustedKeysPanel() {
  const keys = useList('listBundleKeys', {}, { limit: MOST_SHOWN })
  const [isTrusting, setTrusting] = useState(false)
  const [removed, setRemoved] = useState<BundleKey | null>(null)
  return (
    <Panel
      title={t('bundles.trusted')}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setTrusting(true)}
        >
          {t('bundles.trust')}
        </Button>
      }
    >
      <div className={css.stack}>
        <p className="quiet">{t('bundles.trustedText')}</p>
        <FailureLine error={keys.error} />
        {keys.state === 'ready' && keys.rows.length === 0 && <p>{t('bundles.trustedNone')}</p>}
        {keys.rows.length > 0 && (
          <ul className={css.rows} aria-label={t('bundles.trusted')}>
            {keys.rows.map(key => (
              <KeyRow key={key.id} of={key} onRemove={() => setRemoved(key)} />
            ))}
          </ul>
        )}
        {keys.hasMore && <p className="quiet">{t('bundles.moreKeys', { number: MOST_SHOWN })}</p>}
      </div>
      {isTrusting && <TrustKey onClose={() => setTrusting(false)} />}
      {removed !== null && <Distrust of={removed} onClose={() => setRemoved(null)} />}
    </Panel>
  )
}

function KeyRow({ of, onRemove }: { readonly of: BundleKey; readonly onRemove: () => void }) {
  return (
    <li className={css.row}>
      <div className={css.names}>
        <Reported text={of.name} wrap />
        <p>
          <Reported text={of.fingerprint} mono wrap />
        </p>
        <p>
          {t('bundles.lastMade')}: <Time at={of.lastMadeAt} as="ago" never={t('time.never')} />
        </p>
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('bundles.distrustOf', { name: shownText(of.name, 80) })}
        onClick={onRemove}
      >
        {t('bundles.distrust')}
      </Button>
    </li>
  )
}

function Distrust({ of, onClose }: { readonly of: BundleKey; readonly onClose: () => void }) {
  const distrust = useAction('distrustBundleKey', ['listBundleKeys'])
  return (
    <ConfirmDialog
      title={t('bundles.distrustTitle')}
      confirm={t('bundles.distrust')}
      danger
      busy={distrust.isPending}
      error={distrust.error}
      onClose={onClose}
      onConfirm={() => distrust.mutate({ params: { id: of.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="bundles.distrustText" parts={{ name: <Reported text={of.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}

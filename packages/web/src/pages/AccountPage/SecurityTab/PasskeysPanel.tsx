import type { SecondFactors } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { usePorts } from '../../../api/ports.ts'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { NewPasskeyForm } from '../../../components/SecondFactors/NewPasskeyForm.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import css from '../account.module.css'
import { RemovePasskey, RenamePasskey } from './PasskeyActions.tsx'
import { t } from '../../../i18n/text.ts'

export function PasskeysPanel({ factors }: { readonly factors: SecondFactors }) {
  const { passkeys } = usePorts()
  const [isAdding, setAdding] = useState(false)
  const canAdd = passkeys.isAvailable() && factors.passkeysAvailable
  return (
    <Panel title={t('account.passkeys')}>
      <div className={css.stack}>
        {factors.passkeys.length === 0 ? (
          <p className={css.text}>{t('account.whatPasskeysDo')}</p>
        ) : (
          <ul className={css.keys} aria-label={t('account.passkeys')}>
            {factors.passkeys.map(passkey => (
              <li key={passkey.id} className={css.key}>
                <div className={css.keyNames}>
                  <Reported text={passkey.title} wrap />
                  <p className={css.text}>
                    <Sentence
                      text={passkey.synced ? 'account.passkeySynced' : 'account.passkeyOfDevice'}
                      parts={{
                        made: <Time at={passkey.createdAt} as="ago" />,
                        used: <Time at={passkey.usedAt} as="ago" never={t('account.never')} />,
                      }}
                    />
                  </p>
                </div>
                <div className={css.keyActions}>
                  <RenamePasskey passkey={passkey} />
                  <RemovePasskey passkey={passkey} factors={factors} />
                </div>
              </li>
            ))}
          </ul>
        )}
        {canAdd ? (
          <Button
            variant={factors.passkeys.length === 0 ? 'filled' : 'default'}
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('factors.addAPasskey')}
          </Button>
        ) : (
          <p className={css.text}>
            {factors.passkeysAvailable ? t('account.browserHasNoPasskeys') : t('account.passkeysNeedAName')}
          </p>
        )}
      </div>
      {isAdding && (
        <Dialog title={t('factors.addAPasskey')} onClose={() => setAdding(false)}>
          <NewPasskeyForm onDone={() => setAdding(false)} onBack={() => setAdding(false)} />
        </Dialog>
      )}
    </Panel>
  )
}

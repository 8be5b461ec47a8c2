import { Button } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { FormBody } from '../Form/Form.tsx'
import { usePorts } from '../../api/ports.ts'
import { useApi } from '../../api/use-api.ts'
import { AuthenticatorSetUp } from './AuthenticatorSetUp.tsx'
import { NewPasskeyForm } from './NewPasskeyForm.tsx'
import { RecoveryCodeList } from './RecoveryCodeList.tsx'
import css from './SecondFactors.module.css'
import { useLeave } from '../../frame/Session/use-leave.ts'
import { t } from '../../i18n/text.ts'

type Part = 'choose' | 'app' | 'passkey'

/** The subscription demands a second factor and this person has none: the first thing to do here, and all that is open. */
export function DemandedFactor({ onDone }: { readonly onDone: () => void }) {
  const { passkeys } = usePorts()
  const factors = useApi('getSecondFactors')
  const leave = useLeave()
  const [part, setPart] = useState<Part>('choose')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const back = (): void => setPart('choose')

  if (codes !== null) return <RecoveryCodeList codes={codes} onDone={onDone} />
  if (part === 'app') return <AuthenticatorSetUp onDone={setCodes} onBack={back} />
  if (part === 'passkey') return <NewPasskeyForm onDone={onDone} onBack={back} />
  return (
    <FormBody>
      <p className={css.text}>{t('factors.demandedText')}</p>
      <div className={css.choices}>
        <Button
          size="sm"
          leftSection={<IconDeviceMobile size={17} aria-hidden />}
          onClick={() => setPart('app')}
          data-autofocus
        >
          {t('factors.setUpTheApp')}
        </Button>
        {passkeys.isAvailable() && factors.data?.passkeysAvailable !== false && (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFingerprint size={17} aria-hidden />}
            onClick={() => setPart('passkey')}
          >
            {t('factors.addAPasskey')}
          </Button>
        )}
        <Button size="sm" variant="subtle" color="gray" loading={leave.isPending} onClick={leave.go}>
          {t('frame.signOut')}
        </Button>
      </div>
    </FormBody>
  )
}

import type { Me } from '@patchyard/api'
import { Button } from '@mantine/core'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { OwnSubscriptions } from './OwnSubscriptions.tsx'
import css from './SignInForm.module.css'
import { useLeave } from './use-leave.ts'
import { t } from '../../i18n/text.ts'

/** The operator of the installation suspended the subscription: one can go to another, or leave. */
export function SuspendedPage({ me }: { readonly me: Me }) {
  const leave = useLeave()
  return (
    <Entrance title={t('session.subscriptionSuspended')}>
      <div className={css.form}>
        <p className={css.text}>
          <Sentence text="session.suspendedText" parts={{ name: <Reported text={me.subscription.name} wrap /> }} />
        </p>
        <OwnSubscriptions />
        <Button variant="default" size="sm" loading={leave.isPending} onClick={leave.go}>
          {t('frame.signOut')}
        </Button>
      </div>
    </Entrance>
  )
}

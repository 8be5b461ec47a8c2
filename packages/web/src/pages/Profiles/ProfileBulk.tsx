import type { ProfilesDone } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { showDone, showFailure } from '../../components/notify.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { refusedText } from './bulk-failure.ts'

interface SomeProfile {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  readonly assetCount: number
}

interface ProfileBulkProps {
  readonly action: 'enable' | 'disable' | 'delete'
  readonly profiles: readonly SomeProfile[]
  run(ids: string[]): Promise<ProfilesDone>
}

const labels = { enable: 'profiles.enable', disable: 'profiles.disable', delete: 'profiles.delete' } as const
const asked = { enable: 'profiles.enable2', disable: 'profiles.disable2', delete: 'profiles.delete2' } as const
const titles = {
  enable: 'profiles.enableThese',
  disable: 'profiles.disableThese',
  delete: 'profiles.deleteThese',
} as const
const texts: { readonly [A in ProfileBulkProps['action']]: TextKey } = {
  enable: 'profiles.enableText',
  disable: 'profiles.disableText',
  delete: 'profiles.deleteText',
}

/** One thing done to several profiles; asks first, and tells which were refused. */
export function ProfileBulk({ action, profiles, run }: ProfileBulkProps) {
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // The default profile is in every list, and takes none of these.
  const own = profiles.filter(profile => !profile.isDefault)
  const assets = own.reduce((sum, profile) => sum + profile.assetCount, 0)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    try {
      const done = await run(own.map(profile => profile.id))
      const refused = refusedText(done, new Map(own.map(profile => [profile.id, profile.name])))
      if (done.done.length > 0) showDone(t('profiles.done', { count: done.done.length }))
      if (refused !== null) showFailure(t('profiles.notAll'), new Error(refused))
      setAsking(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        variant="default"
        disabled={own.length === 0}
        title={own.length === 0 ? t('profiles.onlyDefault') : undefined}
        onClick={() => setAsking(true)}
      >
        {t(asked[action])}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t(titles[action], { count: own.length })}
          confirm={t(labels[action])}
          danger={action === 'delete'}
          busy={isBusy}
          error={error}
          onClose={() => setAsking(false)}
          onConfirm={() => void confirm()}
        >
          <p>{own.map(profile => shownText(profile.name, 80)).join(', ')}</p>
          <p>{t(texts[action], { assets: t('count.asset', { count: assets }) })}</p>
          {own.length < profiles.length && <p>{t('profiles.withoutDefault')}</p>}
        </ConfirmDialog>
      )}
    </>
  )
}

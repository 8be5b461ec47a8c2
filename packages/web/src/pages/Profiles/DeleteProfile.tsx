import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { t } from '../../i18n/text.ts'

interface DeleteProfileProps {
  readonly profile: { readonly name: string; readonly assetCount: number }
  readonly action: { readonly isPending: boolean; readonly error: Error | null }
  run(): void
}

export function DeleteProfile({ profile, action, run }: DeleteProfileProps) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t('profiles.delete2')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('profiles.deleteThese', { count: 1 })}
          confirm={t('profiles.delete')}
          danger
          busy={action.isPending}
          error={action.error}
          onClose={() => setAsking(false)}
          onConfirm={run}
        >
          <p>
            <Reported text={profile.name} wrap />
          </p>
          <p>{t('profiles.deleteText', { assets: t('count.asset', { count: profile.assetCount }) })}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

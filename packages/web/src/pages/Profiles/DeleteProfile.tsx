import { IconTrash } from '@tabler/icons-react'
import { AskButton } from '../../components/Dialog/AskButton.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { t } from '../../i18n/text.ts'

interface DeleteProfileProps {
  readonly profile: { readonly name: string; readonly assetCount: number }
  readonly action: { readonly isPending: boolean; readonly error: Error | null }
  run(): void
}

export function DeleteProfile({ profile, action, run }: DeleteProfileProps) {
  return (
    <AskButton
      label={t('profiles.delete2')}
      icon={<IconTrash size={15} aria-hidden />}
      title={t('profiles.deleteThese', { count: 1 })}
      confirm={t('profiles.delete')}
      action={action}
      run={run}
    >
      <p>
        <Reported text={profile.name} wrap />
      </p>
      <p>{t('profiles.deleteText', { assets: t('count.asset', { count: profile.assetCount }) })}</p>
    </AskButton>
  )
}

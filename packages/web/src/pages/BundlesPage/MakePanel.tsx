import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import css from '../../components/Panel/rows.module.css'
import { Panel } from '../../components/Panel/Panel.tsx'
import { t } from '../../i18n/text.ts'
import { exportAddress, exportCommand, type ExportForm } from './export-address.ts'

export function MakePanel() {
  const [form, setForm] = useState<ExportForm>({ since: '', ownUse: false })
  return (
    <Panel title={t('bundles.make')}>
      <div className={css.stack}>
        <p>{t('bundles.makeText')}</p>
        <TextInput
          type="date"
          label={t('bundles.since')}
          description={t('bundles.sinceMore')}
          value={form.since}
          onChange={event => setForm({ ...form, since: event.currentTarget.value })}
        />
        <Checkbox
          label={t('bundles.ownUse')}
          description={t('bundles.ownUseMore')}
          checked={form.ownUse}
          onChange={event => setForm({ ...form, ownUse: event.currentTarget.checked })}
        />
        <div>
          <Button
            component="a"
            href={exportAddress(form)}
            download
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {t('bundles.download')}
          </Button>
        </div>
        <CopyField label={t('bundles.command')} value={exportCommand(form)} />
      </div>
    </Panel>
  )
}

import type { Agent } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlug } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { useList } from '../../api/use-api.ts'
import type { Column } from '../../components/DataTable/column.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { isNarrowed, type ListShape, listQuery, widened } from '../../frame/list-view.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { AgentActions } from './AgentActions/AgentActions.tsx'
import { agentColumns } from './agent-columns.tsx'
import { t } from '../../i18n/text.ts'
import { useChosenColumns } from '../../components/DataTable/use-chosen-columns.ts'

const shape: ListShape = {
  sorts: agentColumns.flatMap(column => column.sort ?? []),
  defaultSort: 'name',
  filters: {},
  columns: [...agentColumns.map(column => column.key), 'actions'],
}

const actions: Column<Agent> = {
  key: 'actions',
  header: 'column.actions',
  quietHead: true,
  align: 'end',
  width: 150,
  cell: agent => <AgentActions agent={agent} />,
}

export function AgentsPage() {
  const can = useCan()
  const mayManage = can('agent.manage')
  const [view, change] = useListView(shape)
  const list = useList('listAgents', { query: listQuery(view) })
  const columns = useMemo(() => (mayManage ? [...agentColumns, actions] : agentColumns), [mayManage])
  const chosen = useChosenColumns('agents', columns, view.columns, change)
  return (
    <>
      <PageHeader title={t('agents.agents')} />
      <ListToolbar search={t('agents.searchAgents')} view={view} change={change} columns={columns} chosen={chosen} />
      <DataTable
        label={t('agents.agents')}
        noun="count.agent"
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={agent => agent.id}
        nameOf={agent => agent.name}
        linkOf={agent => `/assets/${agent.assetId}/system`}
        sort={view.sort}
        onSort={sort => change({ sort })}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          <Notice
            icon={IconPlug}
            title={t('agents.noAgentHasEnrolledYet')}
            action={
              can('activationKey.manage') && (
                <Button component={Link} to="/activation-keys?new=1">
                  {t('agents.createAnActivationKey')}
                </Button>
              )
            }
          >
            <p>{t('agents.anActivationKeyComesWithThe')}</p>
          </Notice>
        }
      />
    </>
  )
}

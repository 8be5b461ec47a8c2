import type { Agent } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlug } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Column } from '../../components/DataTable/column.ts'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { AgentActions } from './AgentActions/AgentActions.tsx'
import { AgentBulk, mayActOnAgents } from './AgentBulk/AgentBulk.tsx'
import { agentColumns } from './agent-columns.tsx'
import { t } from '../../i18n/text.ts'

const shape = listShape(agentColumns, { defaultSort: 'name', moreColumns: ['actions'] })

const actions: Column<Agent> = {
  key: 'actions',
  header: 'column.actions',
  quietHead: true,
  align: 'end',
  width: 150,
  cell: agent => <AgentActions agent={agent} />,
}

/** As many assets as the API takes by their ids. */
const MOST = 2000

export function AgentsPage() {
  const can = useCan()
  const mayManage = can('agent.manage')
  const columns = useMemo(() => (mayManage ? [...agentColumns, actions] : agentColumns), [mayManage])
  return (
    <>
      <PageHeader title={t('agents.agents')} />
      <SearchList
        route="listAgents"
        csv={can('export.csv') ? 'exportAgents' : undefined}
        name="agents"
        title="agents.agents"
        noun="count.agent"
        search="agents.searchAgents"
        columns={columns}
        shape={shape}
        keyOf={agent => agent.id}
        nameOf={agent => agent.name}
        most={MOST}
        renderBulk={
          mayActOnAgents(can) ? (selected, clear) => <AgentBulk agents={[...selected.values()]} clear={clear} /> : null
        }
        linkOf={agent => `/assets/${agent.assetId}/system`}
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

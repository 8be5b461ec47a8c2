import { about } from '../en/about.ts'
import { agents } from '../en/agents.ts'
import { keys } from '../en/keys.ts'
import { addTexts } from '../text.ts'

addTexts({ ...about, ...agents, ...keys })

import { jobActions } from '../en/job-actions.ts'
import { jobPeople } from '../en/job-people.ts'
import { jobPage } from '../en/job-page.ts'
import { newJob } from '../en/new-job.ts'
import { personPicker } from '../en/person-picker.ts'
import { taskPage } from '../en/task-page.ts'
import { addTexts } from '../text.ts'

addTexts({ ...jobActions, ...jobPeople, ...jobPage, ...newJob, ...personPicker, ...taskPage })

import { days } from '../en/days.ts'
import { jobOptions } from '../en/job-options.ts'
import { jobPeople } from '../en/job-people.ts'
import { jobSchedule } from '../en/job-schedule.ts'
import { jobWizard } from '../en/job-wizard.ts'
import { newJob } from '../en/new-job.ts'
import { personPicker } from '../en/person-picker.ts'
import { addTexts } from '../text.ts'

addTexts({ ...days, ...jobOptions, ...jobPeople, ...jobSchedule, ...jobWizard, ...newJob, ...personPicker })

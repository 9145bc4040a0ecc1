/** What is done on the spot, with a telephone in the hand; everything else is for the desks. */
export const SITE_ACTS: readonly string[] = [
  'fileOpinion',
  'recordAttendance',
  'fileResurvey',
  'fileInspection',
  'reinspect',
  'reportRectified',
  'reportProgress',
  'completeWorks',
  'fileAcceptance',
  'acceptWorks',
  'laySurface',
  'reportRestored',
  'confirmRestoration',
]
